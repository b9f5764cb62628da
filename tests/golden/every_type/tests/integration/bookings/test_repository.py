"""Queries on bookings, on a real database."""

from decimal import Decimal

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import UnprocessableError
from app.core.types import uuid7
from app.features.bookings.repository import BookingRepository
from app.features.bookings.schemas import BookingFilters
from tests.factories.bookings import BookingFactory


async def test_event_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await BookingFactory.create(session)

    with pytest.raises(UnprocessableError, match="event_id"):
        await BookingRepository(session).update(row, {"event_id": uuid7()})


async def test_ticket_of_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await BookingFactory.create(session)

    with pytest.raises(UnprocessableError, match="ticket_of_id"):
        await BookingRepository(session).update(row, {"ticket_of_id": uuid7()})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await BookingRepository(session).get(999_999) is None


async def test_the_key_of_a_row_that_was_deleted_is_not_given_again(session: AsyncSession) -> None:
    row = await BookingFactory.create(session, 0)
    await session.delete(row)
    await session.flush()

    other = await BookingFactory.create(session, 1)

    assert other.id != row.id


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await BookingFactory.create(session)

    await session.refresh(row)

    expected = BookingFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await BookingRepository(session).find(BookingFilters())

    assert page.items == []
    assert page.total == 0


async def test_filters_by_one_of_several_values(session: AsyncSession) -> None:
    rows = [await BookingFactory.create(session, index) for index in range(3)]
    wanted = [row.event_id for row in rows[:2]]
    filters = BookingFilters.model_validate({"event_id__in": wanted}, by_name=True)

    page = await BookingRepository(session).find(filters)

    expected = [row for row in rows if row.event_id in wanted]
    assert page.items == expected


async def test_a_row_that_is_made_without_them_has_the_defaults(session: AsyncSession) -> None:
    defaults: dict[str, object] = {"price_paid": Decimal("0.000")}
    row = BookingFactory.build(0, **(await BookingFactory.references(session, 0)))
    for name in defaults:
        delattr(row, name)
    await BookingRepository(session).add(row)
    await session.refresh(row)

    assert {name: getattr(row, name) for name in defaults} == defaults
