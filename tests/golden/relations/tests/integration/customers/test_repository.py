"""Queries on customers, on a real database."""

from operator import attrgetter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ConflictError
from app.core.types import uuid7
from app.features.customers.models import CustomerTier
from app.features.customers.repository import CustomerRepository
from app.features.customers.schemas import CustomerFilters
from tests.factories.customers import CustomerFactory


async def test_a_value_that_is_taken_is_not_added(session: AsyncSession) -> None:
    row = await CustomerFactory.create(session, 0)
    references = await CustomerFactory.references(session, 1)
    twin = CustomerFactory.build(1, **(references | {"email": row.email}))

    with pytest.raises(ConflictError, match="email"):
        await CustomerRepository(session).add(twin)


async def test_a_row_is_not_changed_to_a_value_that_is_taken(session: AsyncSession) -> None:
    row = await CustomerFactory.create(session, 0)
    other = await CustomerFactory.create(session, 1)

    with pytest.raises(ConflictError, match="email"):
        await CustomerRepository(session).update(other, {"email": row.email})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await CustomerRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await CustomerFactory.create(session)

    await session.refresh(row)

    expected = CustomerFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await CustomerRepository(session).find(CustomerFilters())

    assert page.items == []
    assert page.total == 0


async def test_filters_by_one_of_several_values(session: AsyncSession) -> None:
    rows = [await CustomerFactory.create(session, index) for index in range(3)]
    wanted = [row.tier for row in rows[:2]]
    filters = CustomerFilters.model_validate({"tier__in": wanted}, by_name=True)

    page = await CustomerRepository(session).find(filters)

    expected = [row for row in rows if row.tier in wanted]
    assert page.items == expected


async def test_a_row_that_is_made_without_them_has_the_defaults(session: AsyncSession) -> None:
    defaults: dict[str, object] = {"tier": CustomerTier.BASIC}
    row = CustomerFactory.build(0, **(await CustomerFactory.references(session, 0)))
    for name in defaults:
        delattr(row, name)
    await CustomerRepository(session).add(row)
    await session.refresh(row)

    assert {name: getattr(row, name) for name in defaults} == defaults


async def test_sorts_both_ways(session: AsyncSession) -> None:
    rows = [await CustomerFactory.create(session, index) for index in range(3)]
    repository = CustomerRepository(session)

    upwards = await repository.find(CustomerFilters(sort="name"))
    downwards = await repository.find(CustomerFilters(sort="-name"))

    assert upwards.items == sorted(rows, key=attrgetter("name"))
    assert downwards.items == sorted(rows, key=attrgetter("name"), reverse=True)


async def test_search_looks_for_a_part_of_any_case(session: AsyncSession) -> None:
    row = await CustomerFactory.create(session)

    page = await CustomerRepository(session).find(CustomerFilters(q="DELTA"))

    assert page.items == [row]


@pytest.mark.parametrize("text", ["%", "_", "/", "no such text"])
async def test_search_takes_wildcards_for_what_they_are(session: AsyncSession, text: str) -> None:
    rows = [await CustomerFactory.create(session, index) for index in range(2)]

    page = await CustomerRepository(session).find(CustomerFilters(q=text))

    searched = ["name"]
    assert page.items == [
        row for row in rows if any(text in str(getattr(row, name)) for name in searched)
    ]
