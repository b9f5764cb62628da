"""Queries on comments, on a real database."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import UnprocessableError
from app.core.types import uuid7
from app.features.comments.repository import CommentRepository
from app.features.comments.schemas import CommentFilters
from tests.factories.comments import CommentFactory


async def test_order_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await CommentFactory.create(session)

    with pytest.raises(UnprocessableError, match="order_id"):
        await CommentRepository(session).update(row, {"order_id": uuid7()})


async def test_note_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await CommentFactory.create(session)

    with pytest.raises(UnprocessableError, match="note_id"):
        await CommentRepository(session).update(row, {"note_id": uuid7()})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await CommentRepository(session).get(999_999) is None


async def test_the_key_of_a_row_that_was_deleted_is_not_given_again(session: AsyncSession) -> None:
    row = await CommentFactory.create(session, 0)
    await session.delete(row)
    await session.flush()

    other = await CommentFactory.create(session, 1)

    assert other.id != row.id


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await CommentFactory.create(session)

    await session.refresh(row)

    expected = CommentFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await CommentRepository(session).find(CommentFilters())

    assert page.items == []
    assert page.total == 0


@pytest.mark.parametrize("name", ["order_id", "note_id"])
async def test_filters_by_one_of_several_values(session: AsyncSession, name: str) -> None:
    rows = [await CommentFactory.create(session, index) for index in range(3)]
    wanted = [getattr(row, name) for row in rows[:2]]
    filters = CommentFilters.model_validate({f"{name}__in": wanted}, by_name=True)

    page = await CommentRepository(session).find(filters)

    expected = [row for row in rows if getattr(row, name) in wanted]
    assert page.items == expected
