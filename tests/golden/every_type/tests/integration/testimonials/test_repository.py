"""Queries on testimonials, on a real database."""

from decimal import Decimal
from operator import attrgetter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import uuid7
from app.features.testimonials.repository import TestimonialRepository
from app.features.testimonials.schemas import TestimonialFilters
from tests.factories.testimonials import TestimonialFactory


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await TestimonialRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await TestimonialFactory.create(session)

    await session.refresh(row)

    expected = TestimonialFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await TestimonialRepository(session).find(TestimonialFilters())

    assert page.items == []
    assert page.total == 0


@pytest.mark.parametrize(
    ("comparison", "bound", "expected"), [("gt", 0, 1), ("gte", 1, 1), ("lt", 1, 0), ("lte", 0, 0)]
)
async def test_ranges_know_their_bounds(
    session: AsyncSession, comparison: str, bound: int, expected: int
) -> None:
    rows = [await TestimonialFactory.create(session, index) for index in range(2)]
    rows.sort(key=attrgetter("worth"))
    value = rows[bound].worth
    filters = TestimonialFilters.model_validate({f"worth__{comparison}": value}, by_name=True)

    page = await TestimonialRepository(session).find(filters)

    assert page.items == [rows[expected]]


async def test_filters_by_one_of_several_values(session: AsyncSession) -> None:
    rows = [await TestimonialFactory.create(session, index) for index in range(3)]
    wanted = [row.worth for row in rows[:2]]
    filters = TestimonialFilters.model_validate({"worth__in": wanted}, by_name=True)

    page = await TestimonialRepository(session).find(filters)

    expected = [row for row in rows if row.worth in wanted]
    assert page.items == expected


async def test_a_row_that_is_made_without_them_has_the_defaults(session: AsyncSession) -> None:
    defaults: dict[str, object] = {"weight": Decimal("0.000000000000000000")}
    row = TestimonialFactory.build(0, **(await TestimonialFactory.references(session, 0)))
    for name in defaults:
        delattr(row, name)
    await TestimonialRepository(session).add(row)
    await session.refresh(row)

    assert {name: getattr(row, name) for name in defaults} == defaults


async def test_search_looks_for_a_part_of_any_case(session: AsyncSession) -> None:
    row = await TestimonialFactory.create(session)

    page = await TestimonialRepository(session).find(TestimonialFilters(q="BIRCH"))

    assert page.items == [row]


@pytest.mark.parametrize("text", ["%", "_", "/", "no such text"])
async def test_search_takes_wildcards_for_what_they_are(session: AsyncSession, text: str) -> None:
    rows = [await TestimonialFactory.create(session, index) for index in range(2)]

    page = await TestimonialRepository(session).find(TestimonialFilters(q=text))

    searched = ["author"]
    assert page.items == [
        row for row in rows if any(text in str(getattr(row, name)) for name in searched)
    ]
