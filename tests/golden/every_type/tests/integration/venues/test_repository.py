"""Queries on venues, on a real database."""

from operator import attrgetter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ConflictError
from app.features.venues.repository import VenueRepository
from app.features.venues.schemas import VenueFilters
from tests.factories.venues import VenueFactory


async def test_a_value_that_is_taken_is_not_added(session: AsyncSession) -> None:
    row = await VenueFactory.create(session, 0)
    references = await VenueFactory.references(session, 1)
    twin = VenueFactory.build(1, **(references | {"name": row.name}))

    with pytest.raises(ConflictError, match="name"):
        await VenueRepository(session).add(twin)


async def test_a_row_is_not_changed_to_a_value_that_is_taken(session: AsyncSession) -> None:
    row = await VenueFactory.create(session, 0)
    other = await VenueFactory.create(session, 1)

    with pytest.raises(ConflictError, match="name"):
        await VenueRepository(session).update(other, {"name": row.name})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await VenueRepository(session).get(999_999) is None


async def test_the_key_of_a_row_that_was_deleted_is_not_given_again(session: AsyncSession) -> None:
    row = await VenueFactory.create(session, 0)
    await session.delete(row)
    await session.flush()

    other = await VenueFactory.create(session, 1)

    assert other.id != row.id


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await VenueFactory.create(session)

    await session.refresh(row)

    expected = VenueFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await VenueRepository(session).find(VenueFilters())

    assert page.items == []
    assert page.total == 0


async def test_sorts_both_ways(session: AsyncSession) -> None:
    rows = [await VenueFactory.create(session, index) for index in range(3)]
    repository = VenueRepository(session)

    upwards = await repository.find(VenueFilters(sort="name"))
    downwards = await repository.find(VenueFilters(sort="-name"))

    assert upwards.items == sorted(rows, key=attrgetter("name"))
    assert downwards.items == sorted(rows, key=attrgetter("name"), reverse=True)


async def test_search_looks_for_a_part_of_any_case(session: AsyncSession) -> None:
    row = await VenueFactory.create(session)

    page = await VenueRepository(session).find(VenueFilters(q="BIRCH"))

    assert page.items == [row]


@pytest.mark.parametrize("text", ["%", "_", "/", "no such text"])
async def test_search_takes_wildcards_for_what_they_are(session: AsyncSession, text: str) -> None:
    rows = [await VenueFactory.create(session, index) for index in range(2)]

    page = await VenueRepository(session).find(VenueFilters(q=text))

    searched = ["name"]
    assert page.items == [
        row for row in rows if any(text in str(getattr(row, name)) for name in searched)
    ]
