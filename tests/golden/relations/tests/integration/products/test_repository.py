"""Queries on products, on a real database."""

from operator import attrgetter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ConflictError
from app.core.types import uuid7
from app.features.products.repository import ProductRepository
from app.features.products.schemas import ProductFilters
from tests.factories.products import ProductFactory


async def test_a_value_that_is_taken_is_not_added(session: AsyncSession) -> None:
    row = await ProductFactory.create(session, 0)
    references = await ProductFactory.references(session, 1)
    twin = ProductFactory.build(1, **(references | {"sku": row.sku}))

    with pytest.raises(ConflictError, match="sku"):
        await ProductRepository(session).add(twin)


async def test_a_row_is_not_changed_to_a_value_that_is_taken(session: AsyncSession) -> None:
    row = await ProductFactory.create(session, 0)
    other = await ProductFactory.create(session, 1)

    with pytest.raises(ConflictError, match="sku"):
        await ProductRepository(session).update(other, {"sku": row.sku})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await ProductRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await ProductFactory.create(session)

    await session.refresh(row)

    expected = ProductFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await ProductRepository(session).find(ProductFilters())

    assert page.items == []
    assert page.total == 0


@pytest.mark.parametrize(
    ("comparison", "bound", "expected"), [("gt", 0, 1), ("gte", 1, 1), ("lt", 1, 0), ("lte", 0, 0)]
)
async def test_ranges_know_their_bounds(
    session: AsyncSession, comparison: str, bound: int, expected: int
) -> None:
    rows = [await ProductFactory.create(session, index) for index in range(2)]
    rows.sort(key=attrgetter("price"))
    value = rows[bound].price
    filters = ProductFilters.model_validate({f"price__{comparison}": value}, by_name=True)

    page = await ProductRepository(session).find(filters)

    assert page.items == [rows[expected]]


async def test_filters_by_one_of_several_values(session: AsyncSession) -> None:
    rows = [await ProductFactory.create(session, index) for index in range(3)]
    wanted = [row.price for row in rows[:2]]
    filters = ProductFilters.model_validate({"price__in": wanted}, by_name=True)

    page = await ProductRepository(session).find(filters)

    expected = [row for row in rows if row.price in wanted]
    assert page.items == expected


async def test_a_row_that_is_made_without_them_has_the_defaults(session: AsyncSession) -> None:
    defaults: dict[str, object] = {"stock": 0}
    row = ProductFactory.build(0, **(await ProductFactory.references(session, 0)))
    for name in defaults:
        delattr(row, name)
    await ProductRepository(session).add(row)
    await session.refresh(row)

    assert {name: getattr(row, name) for name in defaults} == defaults


@pytest.mark.parametrize("name", ["title", "price"])
async def test_sorts_both_ways(session: AsyncSession, name: str) -> None:
    rows = [await ProductFactory.create(session, index) for index in range(3)]
    repository = ProductRepository(session)

    upwards = await repository.find(ProductFilters(sort=name))
    downwards = await repository.find(ProductFilters(sort=f"-{name}"))

    assert upwards.items == sorted(rows, key=attrgetter(name))
    assert downwards.items == sorted(rows, key=attrgetter(name), reverse=True)


@pytest.mark.parametrize("text", ["DELTA", "INLET"])
async def test_search_looks_for_a_part_of_any_case(session: AsyncSession, text: str) -> None:
    row = await ProductFactory.create(session)

    page = await ProductRepository(session).find(ProductFilters(q=text))

    assert page.items == [row]


@pytest.mark.parametrize("text", ["%", "_", "/", "no such text"])
async def test_search_takes_wildcards_for_what_they_are(session: AsyncSession, text: str) -> None:
    rows = [await ProductFactory.create(session, index) for index in range(2)]

    page = await ProductRepository(session).find(ProductFilters(q=text))

    searched = ["title", "description"]
    assert page.items == [
        row for row in rows if any(text in str(getattr(row, name)) for name in searched)
    ]
