"""Queries on orders, on a real database."""

from operator import attrgetter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ConflictError, UnprocessableError
from app.core.types import utc_now, uuid7
from app.features.orders.models import OrderStatus
from app.features.orders.repository import OrderRepository
from app.features.orders.schemas import OrderFilters
from tests.factories.orders import OrderFactory


async def test_a_value_that_is_taken_is_not_added(session: AsyncSession) -> None:
    row = await OrderFactory.create(session, 0)
    references = await OrderFactory.references(session, 1)
    twin = OrderFactory.build(1, **(references | {"number": row.number}))

    with pytest.raises(ConflictError, match="number"):
        await OrderRepository(session).add(twin)


async def test_a_row_is_not_changed_to_a_value_that_is_taken(session: AsyncSession) -> None:
    row = await OrderFactory.create(session, 0)
    other = await OrderFactory.create(session, 1)

    with pytest.raises(ConflictError, match="number"):
        await OrderRepository(session).update(other, {"number": row.number})


async def test_customer_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await OrderFactory.create(session)

    with pytest.raises(UnprocessableError, match="customer_id"):
        await OrderRepository(session).update(row, {"customer_id": uuid7()})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await OrderRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await OrderFactory.create(session)

    await session.refresh(row)

    expected = OrderFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await OrderRepository(session).find(OrderFilters())

    assert page.items == []
    assert page.total == 0


@pytest.mark.parametrize(
    ("comparison", "bound", "expected"), [("gt", 0, 1), ("gte", 1, 1), ("lt", 1, 0), ("lte", 0, 0)]
)
async def test_ranges_know_their_bounds(
    session: AsyncSession, comparison: str, bound: int, expected: int
) -> None:
    rows = [await OrderFactory.create(session, index) for index in range(2)]
    rows.sort(key=attrgetter("placed_at"))
    value = rows[bound].placed_at
    filters = OrderFilters.model_validate({f"placed_at__{comparison}": value}, by_name=True)

    page = await OrderRepository(session).find(filters)

    assert page.items == [rows[expected]]


@pytest.mark.parametrize("name", ["status", "placed_at", "customer_id"])
async def test_filters_by_one_of_several_values(session: AsyncSession, name: str) -> None:
    rows = [await OrderFactory.create(session, index) for index in range(3)]
    wanted = [getattr(row, name) for row in rows[:2]]
    filters = OrderFilters.model_validate({f"{name}__in": wanted}, by_name=True)

    page = await OrderRepository(session).find(filters)

    expected = [row for row in rows if getattr(row, name) in wanted]
    assert page.items == expected


async def test_a_row_that_is_made_without_them_has_the_defaults(session: AsyncSession) -> None:
    defaults: dict[str, object] = {"status": OrderStatus.DRAFT}
    row = OrderFactory.build(0, **(await OrderFactory.references(session, 0)))
    for name in defaults:
        delattr(row, name)
    await OrderRepository(session).add(row)
    await session.refresh(row)

    assert {name: getattr(row, name) for name in defaults} == defaults


async def test_a_row_begins_with_the_current_time(session: AsyncSession) -> None:
    row = OrderFactory.build(0, **(await OrderFactory.references(session, 0)))
    del row.placed_at
    before = utc_now()
    await OrderRepository(session).add(row)
    await session.refresh(row)

    assert before <= row.placed_at <= utc_now()


async def test_sorts_both_ways(session: AsyncSession) -> None:
    rows = [await OrderFactory.create(session, index) for index in range(3)]
    repository = OrderRepository(session)

    upwards = await repository.find(OrderFilters(sort="placed_at"))
    downwards = await repository.find(OrderFilters(sort="-placed_at"))

    assert upwards.items == sorted(rows, key=attrgetter("placed_at"))
    assert downwards.items == sorted(rows, key=attrgetter("placed_at"), reverse=True)


@pytest.mark.parametrize("text", ["BIRCH", "KNOLL"])
async def test_search_looks_for_a_part_of_any_case(session: AsyncSession, text: str) -> None:
    row = await OrderFactory.create(session)

    page = await OrderRepository(session).find(OrderFilters(q=text))

    assert page.items == [row]


@pytest.mark.parametrize("text", ["%", "_", "/", "no such text"])
async def test_search_takes_wildcards_for_what_they_are(session: AsyncSession, text: str) -> None:
    rows = [await OrderFactory.create(session, index) for index in range(2)]

    page = await OrderRepository(session).find(OrderFilters(q=text))

    searched = ["number", "note"]
    assert page.items == [
        row for row in rows if any(text in str(getattr(row, name)) for name in searched)
    ]
