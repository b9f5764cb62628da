"""The rules of folders, on a repository in memory."""

import pytest

from app.core.errors import PreconditionFailedError, PreconditionRequiredError, UnprocessableError
from app.core.types import uuid7
from app.features.folders.exceptions import FolderNotFoundError
from app.features.folders.models import Folder
from app.features.folders.repository import FolderRepository
from app.features.folders.schemas import FolderCreate, FolderFilters, FolderUpdate
from app.features.folders.service import FolderService
from app.features.orders.models import Order
from app.features.orders.repository import OrderRepository
from app.features.users.models import User
from app.shared.etags import Preconditions
from tests.factories.folders import FolderFactory
from tests.factories.orders import OrderFactory
from tests.fakes import InMemory

KEY = uuid7()
COVER_ID = uuid7()
ANY_VERSION = Preconditions(if_match="*")
USER = User(id=uuid7(), roles=[])


class FakeFolderRepository(InMemory[Folder], FolderRepository):
    pass


class FakeOrderRepository(InMemory[Order], OrderRepository):
    pass


def service_on(repository: FakeFolderRepository) -> FolderService:
    """The service on some rows, with whatever else it takes."""
    return FolderService(
        repository, FakeOrderRepository(OrderFactory.build(id=COVER_ID)), FakeFolderRepository()
    )


@pytest.fixture
def repository() -> FakeFolderRepository:
    return FakeFolderRepository(FolderFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeFolderRepository) -> FolderService:
    return service_on(repository)


@pytest.fixture
def empty() -> FolderService:
    return service_on(FakeFolderRepository())


async def test_an_unknown_folder_is_not_found(empty: FolderService) -> None:
    with pytest.raises(FolderNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_folder_is_not_updated(empty: FolderService) -> None:
    with pytest.raises(FolderNotFoundError):
        await empty.update(KEY, FolderUpdate(), ANY_VERSION, by=USER)


async def test_an_unknown_folder_is_not_deleted(empty: FolderService) -> None:
    with pytest.raises(FolderNotFoundError):
        await empty.delete(KEY, ANY_VERSION)


async def test_gets_one(service: FolderService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: FolderService) -> None:
    page = await service.find(FolderFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeFolderRepository, service: FolderService
) -> None:
    payload = FolderCreate.model_validate(FolderFactory.body(1, cover_id=COVER_ID))

    created = await service.create(payload, by=USER)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked
    assert created.owner_id == USER.id


async def test_what_is_not_there_for_the_user_is_not_referred_to(service: FolderService) -> None:
    body = FolderFactory.body(1, cover_id=COVER_ID)
    unknown = {"cover_id": uuid7()}
    payload = FolderCreate.model_validate(body | unknown)

    with pytest.raises(UnprocessableError, match="cover_id"):
        await service.create(payload, by=USER)


async def test_an_empty_update_changes_nothing(service: FolderService) -> None:
    await service.update(KEY, FolderUpdate(), ANY_VERSION, by=USER)

    kept = await service.get(KEY)
    expected = FolderFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeFolderRepository, service: FolderService) -> None:
    await service.delete(KEY, ANY_VERSION)

    assert repository.rows == []


@pytest.mark.parametrize("seen", ['"2"', 'W/"3"', "3", ""])
async def test_a_version_that_is_not_the_last_is_not_changed(
    repository: FakeFolderRepository, service: FolderService, seen: str
) -> None:
    repository.rows[0].version = 3

    with pytest.raises(PreconditionFailedError):
        await service.update(KEY, FolderUpdate(), Preconditions(if_match=seen), by=USER)
    with pytest.raises(PreconditionFailedError):
        await service.delete(KEY, Preconditions(if_match=seen))


async def test_no_version_is_changed_unseen(service: FolderService) -> None:
    with pytest.raises(PreconditionRequiredError):
        await service.update(KEY, FolderUpdate(), Preconditions(), by=USER)
    with pytest.raises(PreconditionRequiredError):
        await service.delete(KEY, Preconditions())
