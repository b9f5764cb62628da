"""Venues over HTTP."""

import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.features.venues.models import Venue
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.events import EventFactory
from tests.factories.venues import VenueFactory

URL = "/api/v1/venues"
UNKNOWN = 999_999
HOSTILE = [
    pytest.param("name", "\x00byte", id="name-nul_byte"),
]


async def venue_with_events(session: AsyncSession, index: int) -> Venue:
    row = await VenueFactory.create(session, index)
    await EventFactory.create(session, index + 2, venue_id=row.id)
    return row


class TestCreate:
    @pytest.mark.parametrize(("field", "value"), HOSTILE)
    async def test_refuses_what_no_database_could_hold(
        self, client: AsyncClient, session: AsyncSession, field: str, value: object
    ) -> None:
        body = await VenueFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: value}), 422, field)

    @pytest.mark.parametrize("field", ["no_such_field", "id"])
    async def test_refuses_what_clients_do_not_decide(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await VenueFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: "x"}), 422, field)

    @pytest.mark.parametrize("body", [None, 1, "text", []])
    async def test_refuses_what_is_no_object(self, client: AsyncClient, body: object) -> None:
        assert_error(await client.post(URL, json=body), 422)

    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        taken = await VenueFactory.valid_body(session, 0)
        body = await VenueFactory.valid_body(session, 1)
        await client.post(URL, json=taken)

        response = await client.post(URL, json=body | {"name": taken["name"]})

        assert_error(response, 409, "name")

    async def test_stores_what_it_was_sent(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await VenueFactory.valid_body(session)

        response = await client.post(URL, json=body)

        created = response.json()
        assert response.status_code == 201, response.text
        assert body.items() <= created.items()
        assert response.headers["Location"] == f"{URL}/{created['id']}"
        assert (await client.get(response.headers["Location"])).json() == created


class TestGet:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.get(f"{URL}/{UNKNOWN}"), 404)

    @pytest.mark.parametrize("key", ["not-a-key", "0", "1.5", "9223372036854775808", "%00"])
    async def test_refuses_a_malformed_key(self, client: AsyncClient, key: str) -> None:
        assert_error(await client.get(f"{URL}/{key}"), 422)

    async def test_tells_every_field(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await VenueFactory.create(session)

        response = await client.get(f"{URL}/{row.id}")

        assert response.status_code == 200
        assert set(response.json()) == {"id", "name", "website"}


class TestUpdate:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.patch(f"{URL}/{UNKNOWN}", json={}), 404)

    @pytest.mark.parametrize("field", ["no_such_field", "id"])
    async def test_refuses_what_cannot_change(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await VenueFactory.create(session)
        other = await VenueFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    async def test_refuses_null(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await VenueFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={"name": None}), 422, "name")

    async def test_stores_null(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await VenueFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"website": None})

        assert response.status_code == 200, response.text
        assert response.json()["website"] is None

    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        await VenueFactory.create(session, 0)
        taken = await VenueFactory.valid_body(session, 0)
        row = await VenueFactory.create(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={"name": taken["name"]})

        assert_error(response, 409, "name")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await VenueFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    @pytest.mark.parametrize("field", ["name", "website"])
    async def test_changes_a_field_and_no_other(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await VenueFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        change = {field: (await VenueFactory.valid_body(session, 1))[field]}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        after = response.json()
        assert after == before | change


class TestDelete:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.delete(f"{URL}/{UNKNOWN}"), 404)

    async def test_deletes_for_good(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await VenueFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)


class TestList:
    @pytest.mark.parametrize(
        "query",
        [
            "page=0",
            "page=1000000000000000000",
            "page=one",
            "page_size=0",
            "page_size=101",
            "sort=no_such_field",
            "no_such_filter=1",
            "q=%00",
        ],
    )
    async def test_refuses_a_query(self, client: AsyncClient, query: str) -> None:
        assert_error(await client.get(f"{URL}?{query}"), 422, query.partition("=")[0])

    async def test_is_empty_at_first(self, client: AsyncClient) -> None:
        response = await client.get(URL)

        assert response.status_code == 200
        assert response.json() == {
            "items": [],
            "total": 0,
            "page": 1,
            "page_size": 20,
            "has_next": False,
        }

    async def test_gives_each_row_once_over_all_pages(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        rows = [await VenueFactory.create(session, index) for index in range(3)]

        first = (await client.get(URL, params={"page_size": 2})).json()
        second = (await client.get(URL, params={"page_size": 2, "page": 2})).json()

        found = [item["id"] for item in (*first["items"], *second["items"])]
        assert found == [row.id for row in rows]
        assert (first["has_next"], second["has_next"]) == (True, False)
        assert first["total"] == second["total"] == 3

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await VenueFactory.create(session, 0)
        with query_count:
            await client.get(URL)
        queries = query_count.count
        await VenueFactory.create(session, 1)

        with query_count:
            response = await client.get(URL)

        assert len(response.json()["items"]) == 2
        assert query_count.count == queries


class TestInclude:
    async def test_refuses_what_is_no_relation(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await VenueFactory.create(session)

        for url in (URL, f"{URL}/{row.id}"):
            for name in ("no_such_relation", "id", "", ","):
                assert_error(await client.get(url, params={"include": name}), 422, "include")

    async def test_embeds_a_relation_and_changes_nothing_else(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await venue_with_events(session, 0)
        plain = (await client.get(f"{URL}/{row.id}")).json()

        one = (await client.get(f"{URL}/{row.id}", params={"include": "events"})).json()
        listed = (await client.get(URL, params={"include": "events,events"})).json()

        assert one in listed["items"]
        assert one.pop("events")
        plain.pop("events", None)
        assert one == plain

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await venue_with_events(session, 0)
        with query_count:
            await client.get(URL, params={"include": "events"})
        queries = query_count.count
        await venue_with_events(session, 1)

        with query_count:
            await client.get(URL, params={"include": "events"})

        assert query_count.count == queries

    async def test_embeds_events(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await venue_with_events(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "events"})

        told = response.json()
        assert [found["venue_id"] for found in told["events"]] == [told["id"]]
