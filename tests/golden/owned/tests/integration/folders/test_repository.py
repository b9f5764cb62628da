"""Queries on folders, on a real database."""

from operator import attrgetter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ConflictError, UnprocessableError
from app.core.types import uuid7
from app.features.folders.repository import FolderRepository
from app.features.folders.schemas import FolderFilters
from app.features.users.models import ADMIN, User
from tests.factories.folders import FolderFactory


async def test_a_value_that_is_taken_is_not_added(session: AsyncSession) -> None:
    row = await FolderFactory.create(session, 0)
    references = await FolderFactory.references(session, 1)
    twin = FolderFactory.build(1, **(references | {"cover_id": row.cover_id}))

    with pytest.raises(ConflictError, match="cover_id"):
        await FolderRepository(session).add(twin)


async def test_a_row_is_not_changed_to_a_value_that_is_taken(session: AsyncSession) -> None:
    row = await FolderFactory.create(session, 0)
    other = await FolderFactory.create(session, 1)

    with pytest.raises(ConflictError, match="cover_id"):
        await FolderRepository(session).update(other, {"cover_id": row.cover_id})


async def test_cover_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await FolderFactory.create(session)

    with pytest.raises(UnprocessableError, match="cover_id"):
        await FolderRepository(session).update(row, {"cover_id": uuid7()})


async def test_inside_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await FolderFactory.create(session)

    with pytest.raises(UnprocessableError, match="inside_id"):
        await FolderRepository(session).update(row, {"inside_id": uuid7()})


async def test_copied_from_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await FolderFactory.create(session)

    with pytest.raises(UnprocessableError, match="copied_from_id"):
        await FolderRepository(session).update(row, {"copied_from_id": uuid7()})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await FolderRepository(session).get(uuid7()) is None


async def test_users_have_their_own_and_administrators_all(
    session: AsyncSession, owner: User
) -> None:
    row = await FolderFactory.create(session)
    other, admin = User(id=uuid7(), roles=[]), User(id=uuid7(), roles=[ADMIN])

    for user, expected in ((owner, row), (other, None), (admin, row)):
        owned = FolderRepository(session).owned_by(user)
        assert await owned.get(row.id) is expected
        page = await owned.find(FolderFilters())
        assert page.items == ([expected] if expected else [])
        assert page.total == len(page.items)


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await FolderFactory.create(session)

    await session.refresh(row)

    expected = FolderFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await FolderRepository(session).find(FolderFilters())

    assert page.items == []
    assert page.total == 0


async def test_filters_by_one_of_several_values(session: AsyncSession) -> None:
    rows = [await FolderFactory.create(session, index) for index in range(3)]
    wanted = [row.cover_id for row in rows[:2]]
    filters = FolderFilters.model_validate({"cover_id__in": wanted}, by_name=True)

    page = await FolderRepository(session).find(filters)

    expected = [row for row in rows if row.cover_id in wanted]
    assert page.items == expected


async def test_sorts_both_ways(session: AsyncSession) -> None:
    rows = [await FolderFactory.create(session, index) for index in range(3)]
    repository = FolderRepository(session)

    upwards = await repository.find(FolderFilters(sort="name"))
    downwards = await repository.find(FolderFilters(sort="-name"))

    assert upwards.items == sorted(rows, key=attrgetter("name"))
    assert downwards.items == sorted(rows, key=attrgetter("name"), reverse=True)
