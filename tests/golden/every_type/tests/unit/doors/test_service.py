"""The rules of doors, on a repository in memory."""

import pytest

from app.core.errors import PreconditionFailedError, PreconditionRequiredError
from app.core.types import uuid7
from app.features.doors.exceptions import DoorNotFoundError
from app.features.doors.models import Door
from app.features.doors.repository import DoorRepository
from app.features.doors.schemas import DoorUpdate
from app.features.doors.service import DoorService
from app.shared.etags import Preconditions
from tests.factories.doors import DoorFactory
from tests.fakes import KeptInMemory
from tests.passwords import CHEAP

KEY = uuid7()
ANY_VERSION = Preconditions(if_match="*")


class FakeDoorRepository(KeptInMemory[Door], DoorRepository):
    pass


def service_on(repository: FakeDoorRepository) -> DoorService:
    """The service on some rows, with whatever else it takes."""
    return DoorService(repository, CHEAP)


@pytest.fixture
def repository() -> FakeDoorRepository:
    return FakeDoorRepository(DoorFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeDoorRepository) -> DoorService:
    return service_on(repository)


@pytest.fixture
def empty() -> DoorService:
    return service_on(FakeDoorRepository())


async def test_an_unknown_door_is_not_found(empty: DoorService) -> None:
    with pytest.raises(DoorNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_door_is_not_updated(empty: DoorService) -> None:
    with pytest.raises(DoorNotFoundError):
        await empty.update(KEY, DoorUpdate(), ANY_VERSION)


async def test_an_unknown_door_is_not_deleted(empty: DoorService) -> None:
    with pytest.raises(DoorNotFoundError):
        await empty.delete(KEY, ANY_VERSION)


async def test_gets_one(service: DoorService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_an_empty_update_changes_nothing(service: DoorService) -> None:
    await service.update(KEY, DoorUpdate(), ANY_VERSION)

    kept = await service.get(KEY)
    expected = DoorFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_the_code_is_known_by_its_hash(
    repository: FakeDoorRepository, service: DoorService
) -> None:
    row = repository.rows[0]
    text = DoorFactory.secrets(0)["code"]

    assert await service.verify_code(row, text)
    assert not await service.verify_code(row, f"{text}?")


async def test_deletes_one(repository: FakeDoorRepository, service: DoorService) -> None:
    await service.delete(KEY, ANY_VERSION)

    assert repository.rows == []


async def test_restores_one(repository: FakeDoorRepository, service: DoorService) -> None:
    await service.delete(KEY, ANY_VERSION)

    restored = await service.restore(KEY)

    assert repository.rows == [restored]


async def test_what_is_not_deleted_is_not_restored(service: DoorService) -> None:
    with pytest.raises(DoorNotFoundError, match=str(KEY)):
        await service.restore(KEY)


@pytest.mark.parametrize("seen", ['"2"', 'W/"3"', "3", ""])
async def test_a_version_that_is_not_the_last_is_not_changed(
    repository: FakeDoorRepository, service: DoorService, seen: str
) -> None:
    repository.rows[0].version = 3

    with pytest.raises(PreconditionFailedError):
        await service.update(KEY, DoorUpdate(), Preconditions(if_match=seen))
    with pytest.raises(PreconditionFailedError):
        await service.delete(KEY, Preconditions(if_match=seen))


async def test_no_version_is_changed_unseen(service: DoorService) -> None:
    with pytest.raises(PreconditionRequiredError):
        await service.update(KEY, DoorUpdate(), Preconditions())
    with pytest.raises(PreconditionRequiredError):
        await service.delete(KEY, Preconditions())
