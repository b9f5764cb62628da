"""Queries on labels, on a real database."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ConflictError
from app.core.types import uuid7
from app.features.labels.repository import LabelRepository
from app.features.labels.schemas import LabelFilters
from tests.factories.labels import LabelFactory


async def test_a_value_that_is_taken_is_not_added(session: AsyncSession) -> None:
    row = await LabelFactory.create(session, 0)
    references = await LabelFactory.references(session, 1)
    twin = LabelFactory.build(1, **(references | {"name": row.name}))

    with pytest.raises(ConflictError, match="name"):
        await LabelRepository(session).add(twin)


async def test_a_row_is_not_changed_to_a_value_that_is_taken(session: AsyncSession) -> None:
    row = await LabelFactory.create(session, 0)
    other = await LabelFactory.create(session, 1)

    with pytest.raises(ConflictError, match="name"):
        await LabelRepository(session).update(other, {"name": row.name})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await LabelRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await LabelFactory.create(session)

    await session.refresh(row)

    expected = LabelFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await LabelRepository(session).find(LabelFilters())

    assert page.items == []
    assert page.total == 0
