"""Queries on shifts, on a real database."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import UnprocessableError
from app.core.types import uuid7
from app.features.shifts.repository import ShiftRepository
from app.features.shifts.schemas import ShiftFilters
from tests.factories.shifts import ShiftFactory


async def test_event_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await ShiftFactory.create(session)

    with pytest.raises(UnprocessableError, match="event_id"):
        await ShiftRepository(session).update(row, {"event_id": uuid7()})


async def test_helper_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await ShiftFactory.create(session)

    with pytest.raises(UnprocessableError, match="helper_id"):
        await ShiftRepository(session).update(row, {"helper_id": uuid7()})


async def test_stand_in_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await ShiftFactory.create(session)

    with pytest.raises(UnprocessableError, match="stand_in_id"):
        await ShiftRepository(session).update(row, {"stand_in_id": uuid7()})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await ShiftRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await ShiftFactory.create(session)

    await session.refresh(row)

    expected = ShiftFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await ShiftRepository(session).find(ShiftFilters())

    assert page.items == []
    assert page.total == 0
