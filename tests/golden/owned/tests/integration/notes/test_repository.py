"""Queries on notes, on a real database."""

from operator import attrgetter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ConflictError, UnprocessableError
from app.core.types import uuid7
from app.features.notes.repository import NoteRepository
from app.features.notes.schemas import NoteFilters
from app.features.users.models import ADMIN, User
from tests.factories.notes import NoteFactory


async def test_a_value_that_is_taken_is_not_added(session: AsyncSession) -> None:
    row = await NoteFactory.create(session, 0)
    references = await NoteFactory.references(session, 1)
    twin = NoteFactory.build(1, **(references | {"slug": row.slug}))

    with pytest.raises(ConflictError, match="slug"):
        await NoteRepository(session).add(twin)


async def test_a_row_is_not_changed_to_a_value_that_is_taken(session: AsyncSession) -> None:
    row = await NoteFactory.create(session, 0)
    other = await NoteFactory.create(session, 1)

    with pytest.raises(ConflictError, match="slug"):
        await NoteRepository(session).update(other, {"slug": row.slug})


async def test_parent_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await NoteFactory.create(session)

    with pytest.raises(UnprocessableError, match="parent_id"):
        await NoteRepository(session).update(row, {"parent_id": uuid7()})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await NoteRepository(session).get(uuid7()) is None


async def test_users_have_their_own_and_administrators_all(
    session: AsyncSession, owner: User
) -> None:
    row = await NoteFactory.create(session)
    other, admin = User(id=uuid7(), roles=[]), User(id=uuid7(), roles=[ADMIN])

    for user, expected in ((owner, row), (other, None), (admin, row)):
        owned = NoteRepository(session).owned_by(user)
        assert await owned.get(row.id) is expected
        page = await owned.find(NoteFilters())
        assert page.items == ([expected] if expected else [])
        assert page.total == len(page.items)


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await NoteFactory.create(session)

    await session.refresh(row)

    expected = NoteFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await NoteRepository(session).find(NoteFilters())

    assert page.items == []
    assert page.total == 0


async def test_a_row_that_is_made_without_them_has_the_defaults(session: AsyncSession) -> None:
    defaults: dict[str, object] = {"pinned": False}
    row = NoteFactory.build(0, **(await NoteFactory.references(session, 0)))
    for name in defaults:
        delattr(row, name)
    await NoteRepository(session).add(row)
    await session.refresh(row)

    assert {name: getattr(row, name) for name in defaults} == defaults


async def test_sorts_both_ways(session: AsyncSession) -> None:
    rows = [await NoteFactory.create(session, index) for index in range(3)]
    repository = NoteRepository(session)

    upwards = await repository.find(NoteFilters(sort="title"))
    downwards = await repository.find(NoteFilters(sort="-title"))

    assert upwards.items == sorted(rows, key=attrgetter("title"))
    assert downwards.items == sorted(rows, key=attrgetter("title"), reverse=True)


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
