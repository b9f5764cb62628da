"""Queries on check-ins, on a real database."""

from operator import attrgetter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import UnprocessableError
from app.core.types import utc_now
from app.features.check_ins.models import CheckIn
from app.features.check_ins.repository import CheckInRepository
from app.features.check_ins.schemas import CheckInFilters
from tests.factories.check_ins import CheckInFactory
from tests.fakes import CODEC


async def test_booking_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await CheckInFactory.create(session)

    with pytest.raises(UnprocessableError, match="booking_id"):
        await CheckInRepository(session).update(row, {"booking_id": 999_999})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await CheckInRepository(session).get(999_999) is None


async def test_the_key_of_a_row_that_was_deleted_is_not_given_again(session: AsyncSession) -> None:
    row = await CheckInFactory.create(session, 0)
    await session.delete(row)
    await session.flush()

    other = await CheckInFactory.create(session, 1)

    assert other.id != row.id


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await CheckInFactory.create(session)

    await session.refresh(row)

    expected = CheckInFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await CheckInRepository(session).find(CheckInFilters(), CODEC)

    assert page.items == []


@pytest.mark.parametrize("name", ["temperature", "created_at"])
@pytest.mark.parametrize(
    ("comparison", "bound", "expected"), [("gt", 0, 1), ("gte", 1, 1), ("lt", 1, 0), ("lte", 0, 0)]
)
async def test_ranges_know_their_bounds(
    session: AsyncSession, name: str, comparison: str, bound: int, expected: int
) -> None:
    rows = [await CheckInFactory.create(session, index) for index in range(2)]
    rows.sort(key=attrgetter(name))
    value = getattr(rows[bound], name)
    filters = CheckInFilters.model_validate({f"{name}__{comparison}": value}, by_name=True)

    page = await CheckInRepository(session).find(filters, CODEC)

    assert page.items == [rows[expected]]


@pytest.mark.parametrize("name", ["gate", "temperature", "booking_id", "id", "created_at"])
async def test_filters_by_one_of_several_values(session: AsyncSession, name: str) -> None:
    rows = [await CheckInFactory.create(session, index) for index in range(3)]
    wanted = [getattr(row, name) for row in rows[:2]]
    filters = CheckInFilters.model_validate({f"{name}__in": wanted}, by_name=True)

    page = await CheckInRepository(session).find(filters, CODEC)

    expected = [row for row in rows if getattr(row, name) in wanted]
    assert page.items == expected


async def test_a_row_begins_with_the_current_time(session: AsyncSession) -> None:
    row = CheckInFactory.build(0, **(await CheckInFactory.references(session, 0)))
    before = utc_now()
    await CheckInRepository(session).add(row)
    await session.refresh(row)

    assert before <= row.at <= utc_now()


async def walk(session: AsyncSession, sort: str | None) -> list[CheckIn]:
    """The rows of all pages, each of one row."""
    seen: list[CheckIn] = []
    filters = CheckInFilters(sort=sort, page_size=1)
    while len(seen) < 9:
        page = await CheckInRepository(session).find(filters, CODEC)
        seen += page.items
        if page.next_cursor is None:
            break
        filters = filters.model_copy(update={"cursor": page.next_cursor})
    return seen


@pytest.mark.parametrize("sort", ["", "gate", "at", "temperature", "id", "created_at"])
@pytest.mark.parametrize("sign", ["", "-"])
async def test_cursors_lead_through_all_rows(session: AsyncSession, sort: str, sign: str) -> None:
    rows = [await CheckInFactory.create(session, index) for index in range(3)]
    order = f"{sign}{sort}" if sort else None

    seen = await walk(session, order)

    page = await CheckInRepository(session).find(CheckInFilters(sort=order), CODEC)
    assert {row.id for row in seen} == {row.id for row in rows}
    assert seen[: len(page.items)] == page.items


async def test_rows_without_a_value_come_last_upwards(session: AsyncSession) -> None:
    rows = [
        await CheckInFactory.create(session, 0),
        await CheckInFactory.create(session, 1, temperature=None),
        await CheckInFactory.create(session, 2, temperature=None),
    ]
    sort = "temperature"

    assert await walk(session, sort) == rows
    assert await walk(session, f"-{sort}") == [*rows[1:], rows[0]]


@pytest.mark.parametrize("name", ["gate", "temperature", "id", "created_at"])
async def test_sorts_both_ways(session: AsyncSession, name: str) -> None:
    rows = [await CheckInFactory.create(session, index) for index in range(3)]
    repository = CheckInRepository(session)

    upwards = await repository.find(CheckInFilters(sort=name), CODEC)
    downwards = await repository.find(CheckInFilters(sort=f"-{name}"), CODEC)

    assert upwards.items == sorted(rows, key=attrgetter(name))
    assert downwards.items == sorted(rows, key=attrgetter(name), reverse=True)


async def test_search_looks_for_a_part_of_any_case(session: AsyncSession) -> None:
    row = await CheckInFactory.create(session)

    page = await CheckInRepository(session).find(CheckInFilters(q="INLET"), CODEC)

    assert page.items == [row]


@pytest.mark.parametrize("text", ["%", "_", "/", "no such text"])
async def test_search_takes_wildcards_for_what_they_are(session: AsyncSession, text: str) -> None:
    rows = [await CheckInFactory.create(session, index) for index in range(2)]

    page = await CheckInRepository(session).find(CheckInFilters(q=text), CODEC)

    searched = ["comment"]
    assert page.items == [
        row for row in rows if any(text in str(getattr(row, name)) for name in searched)
    ]
