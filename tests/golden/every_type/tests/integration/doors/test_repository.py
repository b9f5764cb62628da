"""Queries on doors, on a real database."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ConflictError
from app.core.types import uuid7
from app.features.doors.repository import DoorRepository
from tests.factories.doors import DoorFactory


async def test_a_value_that_is_taken_is_not_added(session: AsyncSession) -> None:
    row = await DoorFactory.create(session, 0)
    references = await DoorFactory.references(session, 1)
    twin = DoorFactory.build(1, **(references | {"label": row.label}))

    with pytest.raises(ConflictError, match="label"):
        await DoorRepository(session).add(twin)


async def test_a_row_is_not_changed_to_a_value_that_is_taken(session: AsyncSession) -> None:
    row = await DoorFactory.create(session, 0)
    other = await DoorFactory.create(session, 1)

    with pytest.raises(ConflictError, match="label"):
        await DoorRepository(session).update(other, {"label": row.label})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await DoorRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await DoorFactory.create(session)

    await session.refresh(row)

    expected = DoorFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected
