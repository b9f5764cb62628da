"""Helpers over HTTP."""

from collections.abc import Awaitable, Callable

import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import utc_now, uuid7
from app.features.helpers.models import Helper
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.events import EventFactory
from tests.factories.helpers import HelperFactory
from tests.factories.shifts import ShiftFactory

URL = "/api/v1/helpers"
UNKNOWN = str(uuid7())
HOSTILE = [
    pytest.param("name", "\x00byte", id="name-nul_byte"),
]


async def helper_with_next_shift(session: AsyncSession, index: int) -> Helper:
    other = await ShiftFactory.create(session, index + 2)
    return await HelperFactory.create(session, index, next_shift_id=other.id)


async def helper_with_hosted(session: AsyncSession, index: int) -> Helper:
    row = await HelperFactory.create(session, index)
    await EventFactory.create(session, index + 2, host_ids=[row.id])
    return row


Create = Callable[[AsyncSession, int], Awaitable[Helper]]
RELATED: list[tuple[str, Create]] = [
    ("next_shift", helper_with_next_shift),
    ("hosted", helper_with_hosted),
]


class TestCreate:
    @pytest.mark.parametrize(("field", "value"), HOSTILE)
    async def test_refuses_what_no_database_could_hold(
        self, client: AsyncClient, session: AsyncSession, field: str, value: object
    ) -> None:
        body = await HelperFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: value}), 422, field)

    @pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
    async def test_refuses_what_clients_do_not_decide(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await HelperFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: "x"}), 422, field)

    @pytest.mark.parametrize("body", [None, 1, "text", []])
    async def test_refuses_what_is_no_object(self, client: AsyncClient, body: object) -> None:
        assert_error(await client.post(URL, json=body), 422)

    async def test_refuses_an_unknown_next_shift_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await HelperFactory.valid_body(session)

        response = await client.post(URL, json=body | {"next_shift_id": str(uuid7())})

        assert_error(response, 422, "next_shift_id")

    async def test_refuses_a_deleted_next_shift_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await ShiftFactory.create(session, 1, deleted_at=utc_now())
        body = await HelperFactory.valid_body(session) | {"next_shift_id": str(target.id)}

        response = await client.post(URL, json=body)

        assert_error(response, 422, "next_shift_id")

    async def test_stores_what_it_was_sent(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await HelperFactory.valid_body(session)

        response = await client.post(URL, json=body)

        created = response.json()
        assert response.status_code == 201, response.text
        assert body.items() <= created.items()
        assert response.headers["Location"] == f"{URL}/{created['id']}"
        assert (await client.get(response.headers["Location"])).json() == created


class TestGet:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.get(f"{URL}/{UNKNOWN}"), 404)

    @pytest.mark.parametrize("key", ["not-a-key", "1", "%00"])
    async def test_refuses_a_malformed_key(self, client: AsyncClient, key: str) -> None:
        assert_error(await client.get(f"{URL}/{key}"), 422)

    async def test_tells_every_field(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await HelperFactory.create(session)

        response = await client.get(f"{URL}/{row.id}")

        assert response.status_code == 200
        assert set(response.json()) == {"id", "created_at", "updated_at", "next_shift_id", "name"}


class TestUpdate:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.patch(f"{URL}/{UNKNOWN}", json={}), 404)

    @pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
    async def test_refuses_what_cannot_change(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await HelperFactory.create(session)
        other = await HelperFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    async def test_refuses_null(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await HelperFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={"name": None}), 422, "name")

    async def test_stores_null(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await HelperFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"next_shift_id": None})

        assert response.status_code == 200, response.text
        assert response.json()["next_shift_id"] is None

    async def test_refuses_an_unknown_next_shift_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await HelperFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"next_shift_id": str(uuid7())})

        assert_error(response, 422, "next_shift_id")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await HelperFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    async def test_changes_a_field_and_no_other(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await HelperFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        change = {"name": (await HelperFactory.valid_body(session, 1))["name"]}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        after = response.json()
        assert after.pop("updated_at") > before.pop("updated_at")
        assert after == before | change


class TestDelete:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.delete(f"{URL}/{UNKNOWN}"), 404)

    async def test_deletes_for_good(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await HelperFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_outlives_what_next_shift_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await ShiftFactory.create(session, 1)
        row = await HelperFactory.create(session, 0, next_shift_id=target.id)

        response = await client.delete(f"/api/v1/shifts/{target.id}")

        assert response.status_code == 204
        assert (await client.get(f"{URL}/{row.id}")).json()["next_shift_id"] is None


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
            "next_shift_id=%00",
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
        rows = [await HelperFactory.create(session, index) for index in range(3)]

        first = (await client.get(URL, params={"page_size": 2})).json()
        second = (await client.get(URL, params={"page_size": 2, "page": 2})).json()

        found = [item["id"] for item in (*first["items"], *second["items"])]
        assert found == [str(row.id) for row in rows]
        assert (first["has_next"], second["has_next"]) == (True, False)
        assert first["total"] == second["total"] == 3

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await HelperFactory.create(session, 0)
        with query_count:
            await client.get(URL)
        queries = query_count.count
        await HelperFactory.create(session, 1)

        with query_count:
            response = await client.get(URL)

        assert len(response.json()["items"]) == 2
        assert query_count.count == queries


class TestInclude:
    async def test_refuses_what_is_no_relation(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await HelperFactory.create(session)

        for url in (URL, f"{URL}/{row.id}"):
            for name in ("no_such_relation", "id", "", ","):
                assert_error(await client.get(url, params={"include": name}), 422, "include")

    @pytest.mark.parametrize(("name", "create"), RELATED)
    async def test_embeds_a_relation_and_changes_nothing_else(
        self, client: AsyncClient, session: AsyncSession, name: str, create: Create
    ) -> None:
        row = await create(session, 0)
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
        row = await HelperFactory.create(session, 0)
        every = "next_shift,hosted"

        told = (await client.get(f"{URL}/{row.id}", params={"include": every})).json()

        assert told.keys() >= set(every.split(","))

    @pytest.mark.parametrize(("name", "create"), RELATED)
    async def test_takes_no_more_queries_for_more_rows(
        self,
        client: AsyncClient,
        session: AsyncSession,
        query_count: Queries,
        name: str,
        create: Create,
    ) -> None:
        await create(session, 0)
        with query_count:
            await client.get(URL, params={"include": name})
        queries = query_count.count
        await create(session, 1)

        with query_count:
            await client.get(URL, params={"include": name})

        assert query_count.count == queries

    async def test_embeds_next_shift(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await helper_with_next_shift(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "next_shift"})

        told = response.json()
        assert told["next_shift"]["id"] == told["next_shift_id"]

    async def test_embeds_hosted(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await helper_with_hosted(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "hosted"})

        told = response.json()
        assert [found["hosts"] for found in told["hosted"]] == [[told["id"]]]
