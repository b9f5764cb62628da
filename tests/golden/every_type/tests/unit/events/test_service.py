"""The rules of events, on a repository in memory."""

import pytest

from app.core.types import uuid7
from app.features.events.exceptions import EventNotFoundError
from app.features.events.models import Event
from app.features.events.repository import EventRepository
from app.features.events.schemas import EventCreate, EventFilters, EventUpdate
from app.features.events.service import EventService
from app.features.helpers.models import Helper
from app.features.helpers.repository import HelperRepository
from tests.factories.events import EventFactory
from tests.fakes import InMemory

KEY = uuid7()


class FakeEventRepository(InMemory[Event], EventRepository):
    pass


class FakeHelperRepository(InMemory[Helper], HelperRepository):
    pass


def service_on(repository: FakeEventRepository) -> EventService:
    """The service on some rows, with whatever else it takes."""
    return EventService(repository, FakeHelperRepository())


@pytest.fixture
def repository() -> FakeEventRepository:
    return FakeEventRepository(EventFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeEventRepository) -> EventService:
    return service_on(repository)


@pytest.fixture
def empty() -> EventService:
    return service_on(FakeEventRepository())


async def test_an_unknown_event_is_not_found(empty: EventService) -> None:
    with pytest.raises(EventNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_event_is_not_updated(empty: EventService) -> None:
    with pytest.raises(EventNotFoundError):
        await empty.update(KEY, EventUpdate())


async def test_an_unknown_event_is_not_deleted(empty: EventService) -> None:
    with pytest.raises(EventNotFoundError):
        await empty.delete(KEY)


async def test_gets_one(service: EventService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: EventService) -> None:
    page = await service.find(EventFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeEventRepository, service: EventService
) -> None:
    payload = EventCreate.model_validate(EventFactory.body(1, venue_id=999_999))

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_creates_several(repository: FakeEventRepository, service: EventService) -> None:
    bodies = [EventFactory.body(1, venue_id=999_999), EventFactory.body(2, venue_id=999_999)]
    payloads = [EventCreate.model_validate(body) for body in bodies]

    created = await service.bulk_create(payloads)

    assert repository.rows[1:] == created
    assert len(created) == 2


async def test_an_empty_update_changes_nothing(service: EventService) -> None:
    await service.update(KEY, EventUpdate())

    kept = await service.get(KEY)
    expected = EventFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeEventRepository, service: EventService) -> None:
    await service.delete(KEY)

    assert repository.rows == []
