"""The rules of helpers, on a repository in memory."""

import pytest

from app.core.types import uuid7
from app.features.helpers.exceptions import HelperNotFoundError
from app.features.helpers.models import Helper
from app.features.helpers.repository import HelperRepository
from app.features.helpers.schemas import HelperCreate, HelperFilters, HelperUpdate
from app.features.helpers.service import HelperService
from tests.factories.helpers import HelperFactory
from tests.fakes import InMemory

KEY = uuid7()


class FakeHelperRepository(InMemory[Helper], HelperRepository):
    pass


def service_on(repository: FakeHelperRepository) -> HelperService:
    """The service on some rows, with whatever else it takes."""
    return HelperService(repository)


@pytest.fixture
def repository() -> FakeHelperRepository:
    return FakeHelperRepository(HelperFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeHelperRepository) -> HelperService:
    return service_on(repository)


@pytest.fixture
def empty() -> HelperService:
    return service_on(FakeHelperRepository())


async def test_an_unknown_helper_is_not_found(empty: HelperService) -> None:
    with pytest.raises(HelperNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_helper_is_not_updated(empty: HelperService) -> None:
    with pytest.raises(HelperNotFoundError):
        await empty.update(KEY, HelperUpdate())


async def test_an_unknown_helper_is_not_deleted(empty: HelperService) -> None:
    with pytest.raises(HelperNotFoundError):
        await empty.delete(KEY)


async def test_gets_one(service: HelperService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: HelperService) -> None:
    page = await service.find(HelperFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeHelperRepository, service: HelperService
) -> None:
    payload = HelperCreate.model_validate(HelperFactory.body(1))

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_an_empty_update_changes_nothing(service: HelperService) -> None:
    await service.update(KEY, HelperUpdate())

    kept = await service.get(KEY)
    expected = HelperFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeHelperRepository, service: HelperService) -> None:
    await service.delete(KEY)

    assert repository.rows == []
