"""Queries on events, on a real database."""

from datetime import timedelta
from decimal import Decimal
from operator import attrgetter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ConflictError, UnprocessableError
from app.core.types import utc_now, uuid7
from app.features.events.models import EventStatus
from app.features.events.repository import EventRepository
from app.features.events.schemas import EventFilters
from tests.factories.events import EventFactory

# What clients call the attributes that have other names for them.
ALIASES = {"class_": "class"}


@pytest.mark.parametrize("name", ["code", "reference", "class_"])
async def test_a_value_that_is_taken_is_not_added(session: AsyncSession, name: str) -> None:
    row = await EventFactory.create(session, 0)
    references = await EventFactory.references(session, 1)
    twin = EventFactory.build(1, **(references | {name: getattr(row, name)}))

    with pytest.raises(ConflictError, match=ALIASES.get(name, name)):
        await EventRepository(session).add(twin)


@pytest.mark.parametrize("name", ["code", "reference", "class_"])
async def test_a_row_is_not_changed_to_a_value_that_is_taken(
    session: AsyncSession, name: str
) -> None:
    row = await EventFactory.create(session, 0)
    other = await EventFactory.create(session, 1)

    with pytest.raises(ConflictError, match=ALIASES.get(name, name)):
        await EventRepository(session).update(other, {name: getattr(row, name)})


async def test_venue_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await EventFactory.create(session)

    with pytest.raises(UnprocessableError, match="venue_id"):
        await EventRepository(session).update(row, {"venue_id": 999_999})


async def test_parent_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await EventFactory.create(session)

    with pytest.raises(UnprocessableError, match="parent_id"):
        await EventRepository(session).update(row, {"parent_id": uuid7()})


async def test_before_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await EventFactory.create(session)

    with pytest.raises(UnprocessableError, match="before_id"):
        await EventRepository(session).update(row, {"before_id": uuid7()})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await EventRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await EventFactory.create(session)

    await session.refresh(row)

    expected = EventFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await EventRepository(session).find(EventFilters())

    assert page.items == []
    assert page.total == 0


@pytest.mark.parametrize(
    "name",
    ["seats", "rating", "price", "held_on", "doors_at", "starts_at", "created_at", "updated_at"],
)
@pytest.mark.parametrize(
    ("comparison", "bound", "expected"), [("gt", 0, 1), ("gte", 1, 1), ("lt", 1, 0), ("lte", 0, 0)]
)
async def test_ranges_know_their_bounds(
    session: AsyncSession, name: str, comparison: str, bound: int, expected: int
) -> None:
    rows = [await EventFactory.create(session, index) for index in range(2)]
    rows.sort(key=attrgetter(name))
    value = getattr(rows[bound], name)
    filters = EventFilters.model_validate({f"{name}__{comparison}": value}, by_name=True)

    page = await EventRepository(session).find(filters)

    assert page.items == [rows[expected]]


@pytest.mark.parametrize(
    "name",
    [
        "seats",
        "rating",
        "price",
        "held_on",
        "doors_at",
        "starts_at",
        "contact",
        "created_from",
        "status",
        "type_",
        "venue_id",
        "created_at",
        "updated_at",
    ],
)
async def test_filters_by_one_of_several_values(session: AsyncSession, name: str) -> None:
    rows = [await EventFactory.create(session, index) for index in range(3)]
    wanted = [getattr(row, name) for row in rows[:2]]
    filters = EventFilters.model_validate({f"{name}__in": wanted}, by_name=True)

    page = await EventRepository(session).find(filters)

    expected = [row for row in rows if getattr(row, name) in wanted]
    assert page.items == expected


async def test_a_row_begins_with_what_clients_do_not_decide(session: AsyncSession) -> None:
    row = await EventFactory.create(session)
    await session.refresh(row)

    assert row.views == 0


async def test_a_row_that_is_made_without_them_has_the_defaults(session: AsyncSession) -> None:
    defaults: dict[str, object] = {
        "seats": 100,
        "price": Decimal("0.00"),
        "is_public": True,
        "duration": timedelta(seconds=7200),
        "status": EventStatus.DRAFT,
        "type_": "concert",
    }
    row = EventFactory.build(0, **(await EventFactory.references(session, 0)))
    for name in defaults:
        delattr(row, name)
    await EventRepository(session).add(row)
    await session.refresh(row)

    assert {name: getattr(row, name) for name in defaults} == defaults


async def test_a_row_begins_with_the_current_time(session: AsyncSession) -> None:
    row = EventFactory.build(0, **(await EventFactory.references(session, 0)))
    before = utc_now()
    await EventRepository(session).add(row)
    await session.refresh(row)

    assert before <= row.announced_at <= utc_now()


async def test_a_row_begins_with_the_current_date(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = EventFactory.build(0, **(await EventFactory.references(session, 0)))
    del row.held_on
    tomorrow = utc_now() + timedelta(days=1)
    monkeypatch.setattr("app.core.types.utc_now", lambda: tomorrow)
    await EventRepository(session).add(row)
    await session.refresh(row)

    assert row.held_on == tomorrow.date()


async def test_each_row_begins_with_a_value_of_its_own(session: AsyncSession) -> None:
    rows = [
        EventFactory.build(index, **(await EventFactory.references(session, index)))
        for index in range(2)
    ]
    for row in rows:
        await EventRepository(session).add(row)
        await session.refresh(row)

    assert rows[0].token != rows[1].token


@pytest.mark.parametrize(
    "name",
    [
        "title",
        "seats",
        "rating",
        "price",
        "held_on",
        "starts_at",
        "duration",
        "status",
        "id",
        "created_at",
    ],
)
async def test_sorts_both_ways(session: AsyncSession, name: str) -> None:
    rows = [await EventFactory.create(session, index) for index in range(3)]
    repository = EventRepository(session)

    upwards = await repository.find(EventFilters(sort=ALIASES.get(name, name)))
    downwards = await repository.find(EventFilters(sort=f"-{ALIASES.get(name, name)}"))

    assert upwards.items == sorted(rows, key=attrgetter(name))
    assert downwards.items == sorted(rows, key=attrgetter(name), reverse=True)


@pytest.mark.parametrize("text", ["DELTA", "INLET", "BARBARA@EXAMPLE.COM"])
async def test_search_looks_for_a_part_of_any_case(session: AsyncSession, text: str) -> None:
    row = await EventFactory.create(session)

    page = await EventRepository(session).find(EventFilters(q=text))

    assert page.items == [row]


@pytest.mark.parametrize("text", ["%", "_", "/", "no such text"])
async def test_search_takes_wildcards_for_what_they_are(session: AsyncSession, text: str) -> None:
    rows = [await EventFactory.create(session, index) for index in range(2)]

    page = await EventRepository(session).find(EventFilters(q=text))

    searched = ["title", "summary", "contact"]
    assert page.items == [
        row for row in rows if any(text in str(getattr(row, name)) for name in searched)
    ]
