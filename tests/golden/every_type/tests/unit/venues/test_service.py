"""The rules of venues, on a repository in memory."""

import pytest

from app.features.venues.exceptions import VenueNotFoundError
from app.features.venues.models import Venue
from app.features.venues.repository import VenueRepository
from app.features.venues.schemas import VenueCreate, VenueFilters, VenueUpdate
from app.features.venues.service import VenueService
from tests.factories.venues import VenueFactory
from tests.fakes import InMemory

KEY = 999_999


class FakeVenueRepository(InMemory[Venue], VenueRepository):
    pass


def service_on(repository: FakeVenueRepository) -> VenueService:
    """The service on some rows, with whatever else it takes."""
    return VenueService(repository)


@pytest.fixture
def repository() -> FakeVenueRepository:
    return FakeVenueRepository(VenueFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeVenueRepository) -> VenueService:
    return service_on(repository)


@pytest.fixture
def empty() -> VenueService:
    return service_on(FakeVenueRepository())


async def test_an_unknown_venue_is_not_found(empty: VenueService) -> None:
    with pytest.raises(VenueNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_venue_is_not_updated(empty: VenueService) -> None:
    with pytest.raises(VenueNotFoundError):
        await empty.update(KEY, VenueUpdate())


async def test_an_unknown_venue_is_not_deleted(empty: VenueService) -> None:
    with pytest.raises(VenueNotFoundError):
        await empty.delete(KEY)


async def test_gets_one(service: VenueService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: VenueService) -> None:
    page = await service.find(VenueFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeVenueRepository, service: VenueService
) -> None:
    payload = VenueCreate.model_validate(VenueFactory.body(1))

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_an_empty_update_changes_nothing(service: VenueService) -> None:
    await service.update(KEY, VenueUpdate())

    kept = await service.get(KEY)
    expected = VenueFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeVenueRepository, service: VenueService) -> None:
    await service.delete(KEY)

    assert repository.rows == []
