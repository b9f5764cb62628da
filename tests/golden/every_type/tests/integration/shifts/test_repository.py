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


@pytest.mark.parametrize("name", ["event_id", "helper_id", "stand_in_id"])
async def test_filters_by_one_of_several_values(session: AsyncSession, name: str) -> None:
    rows = [await ShiftFactory.create(session, index) for index in range(3)]
    wanted = [getattr(row, name) for row in rows[:2]]
    filters = ShiftFilters.model_validate({f"{name}__in": wanted}, by_name=True)

    page = await ShiftRepository(session).find(filters)

    expected = [row for row in rows if getattr(row, name) in wanted]
    assert page.items == expected
