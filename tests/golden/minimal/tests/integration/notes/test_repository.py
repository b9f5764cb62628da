"""Queries on notes, on a real database."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import uuid7
from app.features.notes.repository import NoteRepository
from app.features.notes.schemas import NoteFilters
from tests.factories.notes import NoteFactory


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await NoteRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await NoteFactory.create(session)

    await session.refresh(row)

    expected = NoteFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await NoteRepository(session).find(NoteFilters())

    assert page.items == []
    assert page.total == 0


async def test_search_looks_for_a_part_of_any_case(session: AsyncSession) -> None:
    row = await NoteFactory.create(session)

    page = await NoteRepository(session).find(NoteFilters(q="BIRCH"))

    assert page.items == [row]


@pytest.mark.parametrize("text", ["%", "_", "/", "no such text"])
async def test_search_takes_wildcards_for_what_they_are(session: AsyncSession, text: str) -> None:
    rows = [await NoteFactory.create(session, index) for index in range(2)]

    page = await NoteRepository(session).find(NoteFilters(q=text))

    searched = ["title"]
    assert page.items == [
        row for row in rows if any(text in str(getattr(row, name)) for name in searched)
    ]
