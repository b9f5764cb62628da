"""Check-ins over HTTP."""

from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.features.check_ins.models import CheckIn
from app.features.check_ins.repository import CheckInRepository
from app.features.check_ins.schemas import CheckInResponse
from app.shared.bulk import MAX_ITEMS
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.bookings import BookingFactory
from tests.factories.check_ins import CheckInFactory

URL = "/api/v1/check-ins"


async def told(session: AsyncSession, row: CheckIn) -> dict[str, Any]:
    """What clients would be told of a row."""
    await session.refresh(row)
    return CheckInResponse.model_validate(row).model_dump(mode="json", by_alias=True)


class TestBulkCreate:
    async def test_stores_all_in_their_order(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        bodies = [await CheckInFactory.valid_body(session, index) for index in range(3)]

        response = await client.post(f"{URL}/bulk", json={"items": bodies})

        assert response.status_code == 201, response.text
        for created, body in zip(response.json(), bodies, strict=True):
            assert body.items() <= created.items()
        assert await CheckInRepository(session).count() == len(bodies)

    @pytest.mark.parametrize("count", [0, MAX_ITEMS + 1])
    async def test_refuses_none_and_too_many(
        self, client: AsyncClient, session: AsyncSession, count: int
    ) -> None:
        body = await CheckInFactory.valid_body(session)

        response = await client.post(f"{URL}/bulk", json={"items": [body] * count})

        assert_error(response, 422, "items")

    async def test_stores_none_where_one_is_wrong(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        bodies = [await CheckInFactory.valid_body(session, index) for index in range(2)]
        bodies[1]["no_such_field"] = "x"

        response = await client.post(f"{URL}/bulk", json={"items": bodies})

        assert_error(response, 422, "items.1.no_such_field")
        assert not await CheckInRepository(session).exists()

    async def test_names_the_item_with_an_unknown_booking_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        bodies = [await CheckInFactory.valid_body(session, index) for index in range(2)]
        bodies[1]["booking_id"] = 999_999

        response = await client.post(f"{URL}/bulk", json={"items": bodies})

        assert_error(response, 422, "items.1.booking_id")
        assert not await CheckInRepository(session).exists()


class TestDelete:
    async def test_outlives_what_booking_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await BookingFactory.create(session, 1)
        row = await CheckInFactory.create(session, 0, booking_id=target.id)

        response = await client.delete(f"/api/v1/bookings/{target.id}", headers={"If-Match": "*"})

        assert response.status_code == 204
        assert (await told(session, row))["booking_id"] is None


class TestList:
    @pytest.mark.parametrize(
        "query",
        [
            "page=1",
            "cursor=",
            "cursor=bm9uZQ",
            "cursor=%00",
            "page_size=0",
            "page_size=201",
            "sort=no_such_field",
            "no_such_filter=1",
            "q=%00",
            "gate=%00",
            "at=%00",
            "at__gt=%00",
            "temperature=%00",
            "temperature__gt=%00",
            "temperature=1e999",
            "booking_id=%00",
            "id=%00",
            "created_at=%00",
            "created_at__gt=%00",
        ],
    )
    async def test_refuses_a_query(self, client: AsyncClient, query: str) -> None:
        assert_error(await client.get(f"{URL}?{query}"), 422, query.partition("=")[0])

    async def test_is_empty_at_first(self, client: AsyncClient) -> None:
        response = await client.get(URL)

        assert response.status_code == 200
        assert response.json() == {
            "items": [],
            "page_size": 50,
            "next_cursor": None,
            "has_next": False,
        }

    async def test_gives_each_row_once_whatever_is_added_meanwhile(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        rows = [await CheckInFactory.create(session, index) for index in range(2)]

        first = (await client.get(URL, params={"page_size": 1})).json()
        rows.append(await CheckInFactory.create(session, 2))
        params = {"page_size": 2, "cursor": first["next_cursor"]}
        second = (await client.get(URL, params=params)).json()

        found = [item["id"] for item in (*first["items"], *second["items"])]
        assert found == [row.id for row in rows]
        assert (first["has_next"], second["has_next"]) == (True, False)
        assert second["next_cursor"] is None

    @pytest.mark.parametrize(
        "query", ["cursor=A{}", "cursor={}A", "sort=-gate&cursor={}", "q=x&cursor={}"]
    )
    async def test_refuses_a_cursor_of_another_list(
        self, client: AsyncClient, session: AsyncSession, query: str
    ) -> None:
        for index in range(2):
            await CheckInFactory.create(session, index)
        page = (await client.get(URL, params={"page_size": 1})).json()

        response = await client.get(f"{URL}?{query.format(page['next_cursor'])}")

        assert_error(response, 422, "cursor")

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await CheckInFactory.create(session, 0)
        with query_count:
            await client.get(URL)
        queries = query_count.count
        await CheckInFactory.create(session, 1)

        with query_count:
            response = await client.get(URL)

        assert len(response.json()["items"]) == 2
        assert query_count.count == queries

    @pytest.mark.parametrize("field", ["gate", "temperature", "booking_id", "id", "created_at"])
    async def test_filters_by_equality(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await CheckInFactory.create(session)
        await CheckInFactory.create(session, 1)
        wanted = await told(session, row)

        response = await client.get(URL, params={field: wanted[field]})

        assert response.json()["items"] == [wanted]


class TestInclude:
    async def test_refuses_what_is_no_relation(self, client: AsyncClient) -> None:
        for name in ("no_such_relation", "id", "", ","):
            response = await client.get(URL, params={"include": name})

            assert_error(response, 422, "include")

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await CheckInFactory.create(session, 0)
        with query_count:
            await client.get(URL, params={"include": "booking"})
        queries = query_count.count
        await CheckInFactory.create(session, 1)

        with query_count:
            await client.get(URL, params={"include": "booking"})

        assert query_count.count == queries
