"""Queries on helpers, on a real database."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import UnprocessableError
from app.core.types import uuid7
from app.features.helpers.repository import HelperRepository
from app.features.helpers.schemas import HelperFilters
from tests.factories.helpers import HelperFactory


async def test_next_shift_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await HelperFactory.create(session)

    with pytest.raises(UnprocessableError, match="next_shift_id"):
        await HelperRepository(session).update(row, {"next_shift_id": uuid7()})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await HelperRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await HelperFactory.create(session)

    await session.refresh(row)

    expected = HelperFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await HelperRepository(session).find(HelperFilters())

    assert page.items == []
    assert page.total == 0
