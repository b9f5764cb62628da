"""Bookings over HTTP."""

from asyncio import gather

import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import uuid7
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.bookings import BookingFactory
from tests.factories.events import EventFactory

URL = "/api/v1/bookings"
UNKNOWN = 999_999
ANY_VERSION = {"If-Match": "*"}
RELATED = ["event", "ticket_of"]
HOSTILE = [
    pytest.param("note", "\x00byte", id="note-nul_byte"),
]


@pytest.fixture
async def client(client: AsyncClient) -> AsyncClient:
    """A client that changes any version."""
    client.headers.update(ANY_VERSION)
    return client


class TestCreate:
    @pytest.mark.parametrize(("field", "value"), HOSTILE)
    async def test_refuses_what_no_database_could_hold(
        self, client: AsyncClient, session: AsyncSession, field: str, value: object
    ) -> None:
        body = await BookingFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: value}), 422, field)

    @pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
    async def test_refuses_what_clients_do_not_decide(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await BookingFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: "x"}), 422, field)

    @pytest.mark.parametrize("body", [None, 1, "text", []])
    async def test_refuses_what_is_no_object(self, client: AsyncClient, body: object) -> None:
        assert_error(await client.post(URL, json=body), 422)

    async def test_refuses_an_unknown_event_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await BookingFactory.valid_body(session)

        response = await client.post(URL, json=body | {"event_id": str(uuid7())})

        assert_error(response, 422, "event_id")

    async def test_refuses_an_unknown_ticket_of_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await BookingFactory.valid_body(session)

        response = await client.post(URL, json=body | {"ticket_of_id": str(uuid7())})

        assert_error(response, 422, "ticket_of_id")

    async def test_stores_what_it_was_sent(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await BookingFactory.valid_body(session)

        response = await client.post(URL, json=body)

        created = response.json()
        assert response.status_code == 201, response.text
        assert body.items() <= created.items()
        assert response.headers["Location"] == f"{URL}/{created['id']}"
        assert (await client.get(response.headers["Location"])).json() == created


class TestGet:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.get(f"{URL}/{UNKNOWN}"), 404)

    @pytest.mark.parametrize("key", ["not-a-key", "0", "1.5", "2147483648", "%00"])
    async def test_refuses_a_malformed_key(self, client: AsyncClient, key: str) -> None:
        assert_error(await client.get(f"{URL}/{key}"), 422)

    async def test_tells_every_field(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await BookingFactory.create(session)

        response = await client.get(f"{URL}/{row.id}")

        assert response.status_code == 200
        assert set(response.json()) == {
            "id",
            "created_at",
            "updated_at",
            "event_id",
            "ticket_of_id",
            "seat",
            "price_paid",
            "note",
        }


class TestUpdate:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.patch(f"{URL}/{UNKNOWN}", json={}), 404)

    @pytest.mark.parametrize(
        "field", ["no_such_field", "id", "created_at", "updated_at", "event_id"]
    )
    async def test_refuses_what_cannot_change(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await BookingFactory.create(session)
        other = await BookingFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    @pytest.mark.parametrize("field", ["seat", "price_paid"])
    async def test_refuses_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await BookingFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={field: None}), 422, field)

    @pytest.mark.parametrize("field", ["ticket_of_id", "note"])
    async def test_stores_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await BookingFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={field: None})

        assert response.status_code == 200, response.text
        assert response.json()[field] is None

    async def test_refuses_an_unknown_ticket_of_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await BookingFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"ticket_of_id": str(uuid7())})

        assert_error(response, 422, "ticket_of_id")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await BookingFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    @pytest.mark.parametrize("field", ["ticket_of_id", "seat", "price_paid", "note"])
    async def test_changes_a_field_and_no_other(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await BookingFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        change = {field: (await BookingFactory.valid_body(session, 1))[field]}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        after = response.json()
        assert after.pop("updated_at") > before.pop("updated_at")
        assert after == before | change


class TestDelete:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.delete(f"{URL}/{UNKNOWN}"), 404)

    async def test_deletes_for_good(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await BookingFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_goes_with_what_event_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await EventFactory.create(session, 1)
        row = await BookingFactory.create(session, 0, event_id=target.id)

        response = await client.delete(f"/api/v1/events/{target.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_outlives_what_ticket_of_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await EventFactory.create(session, 1)
        row = await BookingFactory.create(session, 0, ticket_of_id=target.id)

        response = await client.delete(f"/api/v1/events/{target.id}")

        assert response.status_code == 204
        assert (await client.get(f"{URL}/{row.id}")).json()["ticket_of_id"] is None
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == '"2"'


class TestVersions:
    async def test_each_response_about_one_tells_its_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await BookingFactory.create(session)

        answers = [
            await client.post(URL, json=await BookingFactory.valid_body(session, 1)),
            await client.get(f"{URL}/{row.id}"),
            await client.patch(f"{URL}/{row.id}", json={}, headers={"If-Match": '"1"'}),
        ]

        assert [answer.headers["ETag"] for answer in answers] == ['"1"'] * len(answers)

    async def test_each_change_makes_another_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await BookingFactory.create(session)
        other = await BookingFactory.valid_body(session, 1)
        change = {"ticket_of_id": other["ticket_of_id"]}

        changed = await client.patch(f"{URL}/{row.id}", json=change)

        assert changed.headers["ETag"] == '"2"'
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == '"2"'

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    async def test_refuses_a_request_that_names_no_version(
        self, client: AsyncClient, session: AsyncSession, method: str
    ) -> None:
        row = await BookingFactory.create(session)
        del client.headers["If-Match"]

        assert_error(await client.request(method, f"{URL}/{row.id}", json={}), 428)

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    @pytest.mark.parametrize("seen", ['"2"', 'W/"1"', '"1", x', "1"])
    async def test_refuses_a_request_that_names_another_version(
        self, client: AsyncClient, session: AsyncSession, method: str, seen: str
    ) -> None:
        row = await BookingFactory.create(session)

        response = await client.request(
            method, f"{URL}/{row.id}", json={}, headers={"If-Match": seen}
        )

        assert_error(response, 412)
        await session.refresh(row)
        assert row.version == 1

    async def test_deletes_the_version_that_it_names(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await BookingFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}", headers={"If-Match": '"0", "1"'})

        assert response.status_code == 204

    async def test_does_not_send_again_what_the_client_has(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await BookingFactory.create(session)

        known = await client.get(f"{URL}/{row.id}", headers={"If-None-Match": 'W/"1"'})
        other = await client.get(f"{URL}/{row.id}", headers={"If-None-Match": '"2"'})

        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["ETag"] == other.headers["ETag"] == '"1"'
        assert other.status_code == 200

    async def test_of_two_changes_of_one_version_one_is_refused(
        self, client: AsyncClient, committed: AsyncSession
    ) -> None:
        row = await BookingFactory.create(committed)
        other = await BookingFactory.valid_body(committed, 1)
        change = {"ticket_of_id": other["ticket_of_id"]}
        await committed.commit()

        responses = await gather(
            *(
                client.patch(f"{URL}/{row.id}", json=change, headers={"If-Match": '"1"'})
                for _ in range(2)
            )
        )

        assert sorted(response.status_code for response in responses) == [200, 412]


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
            "event_id=%00",
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
        rows = [await BookingFactory.create(session, index) for index in range(3)]

        first = (await client.get(URL, params={"page_size": 2})).json()
        second = (await client.get(URL, params={"page_size": 2, "page": 2})).json()

        found = [item["id"] for item in (*first["items"], *second["items"])]
        assert found == [row.id for row in rows]
        assert (first["has_next"], second["has_next"]) == (True, False)
        assert first["total"] == second["total"] == 3

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await BookingFactory.create(session, 0)
        with query_count:
            await client.get(URL)
        queries = query_count.count
        await BookingFactory.create(session, 1)

        with query_count:
            response = await client.get(URL)

        assert len(response.json()["items"]) == 2
        assert query_count.count == queries

    async def test_filters_by_equality(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await BookingFactory.create(session)
        await BookingFactory.create(session, 1)
        wanted = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.get(URL, params={"event_id": wanted["event_id"]})

        assert response.json()["items"] == [wanted]


class TestInclude:
    async def test_refuses_what_is_no_relation(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await BookingFactory.create(session)

        for url in (URL, f"{URL}/{row.id}"):
            for name in ("no_such_relation", "id", "", ","):
                assert_error(await client.get(url, params={"include": name}), 422, "include")

    @pytest.mark.parametrize("name", RELATED)
    async def test_embeds_a_relation_and_changes_nothing_else(
        self, client: AsyncClient, session: AsyncSession, name: str
    ) -> None:
        row = await BookingFactory.create(session, 0)
        plain = (await client.get(f"{URL}/{row.id}")).json()

        one = (await client.get(f"{URL}/{row.id}", params={"include": name})).json()
        listed = (await client.get(URL, params={"include": f"{name},{name}"})).json()

        assert one in listed["items"]
        assert one.pop(name)
        plain.pop(name, None)
        assert one == plain

    async def test_embeds_all_of_them_at_once(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await BookingFactory.create(session, 0)
        every = "event,ticket_of"

        told = (await client.get(f"{URL}/{row.id}", params={"include": every})).json()

        assert told.keys() >= set(every.split(","))

    @pytest.mark.parametrize("name", RELATED)
    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries, name: str
    ) -> None:
        await BookingFactory.create(session, 0)
        with query_count:
            await client.get(URL, params={"include": name})
        queries = query_count.count
        await BookingFactory.create(session, 1)

        with query_count:
            await client.get(URL, params={"include": name})

        assert query_count.count == queries

    async def test_has_no_version_of_what_is_embedded(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await BookingFactory.create(session)

        response = await client.get(
            f"{URL}/{row.id}",
            params={"include": "event"},
            headers={"If-None-Match": "*"},
        )

        assert response.status_code == 200
        assert "ETag" not in response.headers

    async def test_embeds_event(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await BookingFactory.create(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "event"})

        told = response.json()
        assert told["event"]["id"] == told["event_id"]

    async def test_embeds_ticket_of(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await BookingFactory.create(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "ticket_of"})

        told = response.json()
        assert told["ticket_of"]["id"] == told["ticket_of_id"]
