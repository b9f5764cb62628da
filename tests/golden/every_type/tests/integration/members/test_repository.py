"""Queries on members, on a real database."""

from operator import attrgetter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ConflictError
from app.core.types import uuid7
from app.features.members.repository import MemberRepository
from app.features.members.schemas import MemberFilters
from tests.factories.members import MemberFactory

# What clients call the attributes that have other names for them.
ALIASES = {"number": "memberNumber", "from_": "from-year"}


async def test_a_value_that_is_taken_is_not_added(session: AsyncSession) -> None:
    row = await MemberFactory.create(session, 0)
    references = await MemberFactory.references(session, 1)
    twin = MemberFactory.build(1, **(references | {"number": row.number}))

    with pytest.raises(ConflictError, match="memberNumber"):
        await MemberRepository(session).add(twin)


async def test_a_row_is_not_changed_to_a_value_that_is_taken(session: AsyncSession) -> None:
    row = await MemberFactory.create(session, 0)
    other = await MemberFactory.create(session, 1)

    with pytest.raises(ConflictError, match="memberNumber"):
        await MemberRepository(session).update(other, {"number": row.number})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await MemberRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await MemberFactory.create(session)

    await session.refresh(row)

    expected = MemberFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await MemberRepository(session).find(MemberFilters())

    assert page.items == []
    assert page.total == 0


@pytest.mark.parametrize(
    ("comparison", "bound", "expected"), [("gt", 0, 1), ("gte", 1, 1), ("lt", 1, 0), ("lte", 0, 0)]
)
async def test_ranges_know_their_bounds(
    session: AsyncSession, comparison: str, bound: int, expected: int
) -> None:
    rows = [await MemberFactory.create(session, index) for index in range(2)]
    rows.sort(key=attrgetter("from_"))
    value = rows[bound].from_
    filters = MemberFilters.model_validate({f"from___{comparison}": value}, by_name=True)

    page = await MemberRepository(session).find(filters)

    assert page.items == [rows[expected]]


@pytest.mark.parametrize("name", ["number", "from_"])
async def test_filters_by_one_of_several_values(session: AsyncSession, name: str) -> None:
    rows = [await MemberFactory.create(session, index) for index in range(3)]
    wanted = [getattr(row, name) for row in rows[:2]]
    filters = MemberFilters.model_validate({f"{name}__in": wanted}, by_name=True)

    page = await MemberRepository(session).find(filters)

    expected = [row for row in rows if getattr(row, name) in wanted]
    assert page.items == expected


async def test_a_row_that_is_made_without_them_has_the_defaults(session: AsyncSession) -> None:
    defaults: dict[str, object] = {"mark": b"hello"}
    row = MemberFactory.build(0, **(await MemberFactory.references(session, 0)))
    for name in defaults:
        delattr(row, name)
    await MemberRepository(session).add(row)
    await session.refresh(row)

    assert {name: getattr(row, name) for name in defaults} == defaults


@pytest.mark.parametrize("name", ["number", "from_"])
async def test_sorts_both_ways(session: AsyncSession, name: str) -> None:
    rows = [await MemberFactory.create(session, index) for index in range(3)]
    repository = MemberRepository(session)

    upwards = await repository.find(MemberFilters(sort=ALIASES.get(name, name)))
    downwards = await repository.find(MemberFilters(sort=f"-{ALIASES.get(name, name)}"))

    assert upwards.items == sorted(rows, key=attrgetter(name))
    assert downwards.items == sorted(rows, key=attrgetter(name), reverse=True)
