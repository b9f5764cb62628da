"""Queries on notices, on a real database."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import UnprocessableError
from app.core.types import uuid7
from app.features.notices.repository import NoticeRepository
from tests.factories.notices import NoticeFactory


async def test_door_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await NoticeFactory.create(session)

    with pytest.raises(UnprocessableError, match="door_id"):
        await NoticeRepository(session).update(row, {"door_id": uuid7()})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await NoticeRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await NoticeFactory.create(session)

    await session.refresh(row)

    expected = NoticeFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected
