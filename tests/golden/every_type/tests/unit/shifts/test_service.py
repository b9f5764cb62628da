"""The rules of shifts, on a repository in memory."""

import pytest

from app.core.types import uuid7
from app.features.shifts.exceptions import ShiftNotFoundError
from app.features.shifts.models import Shift
from app.features.shifts.repository import ShiftRepository
from app.features.shifts.schemas import ShiftCreate, ShiftFilters, ShiftUpdate
from app.features.shifts.service import ShiftService
from tests.factories.shifts import ShiftFactory
from tests.fakes import KeptInMemory

KEY = uuid7()


class FakeShiftRepository(KeptInMemory[Shift], ShiftRepository):
    pass


def service_on(repository: FakeShiftRepository) -> ShiftService:
    """The service on some rows, with whatever else it takes."""
    return ShiftService(repository)


@pytest.fixture
def repository() -> FakeShiftRepository:
    return FakeShiftRepository(ShiftFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeShiftRepository) -> ShiftService:
    return service_on(repository)


@pytest.fixture
def empty() -> ShiftService:
    return service_on(FakeShiftRepository())


async def test_an_unknown_shift_is_not_found(empty: ShiftService) -> None:
    with pytest.raises(ShiftNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_shift_is_not_updated(empty: ShiftService) -> None:
    with pytest.raises(ShiftNotFoundError):
        await empty.update(KEY, ShiftUpdate())


async def test_an_unknown_shift_is_not_deleted(empty: ShiftService) -> None:
    with pytest.raises(ShiftNotFoundError):
        await empty.delete(KEY)


async def test_gets_one(service: ShiftService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: ShiftService) -> None:
    page = await service.find(ShiftFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeShiftRepository, service: ShiftService
) -> None:
    payload = ShiftCreate.model_validate(
        ShiftFactory.body(1, event_id=uuid7(), helper_id=uuid7(), stand_in_id=uuid7())
    )

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_an_empty_update_changes_nothing(service: ShiftService) -> None:
    await service.update(KEY, ShiftUpdate())

    kept = await service.get(KEY)
    expected = ShiftFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeShiftRepository, service: ShiftService) -> None:
    await service.delete(KEY)

    assert repository.rows == []


async def test_restores_one(repository: FakeShiftRepository, service: ShiftService) -> None:
    await service.delete(KEY)

    restored = await service.restore(KEY)

    assert repository.rows == [restored]


async def test_what_is_not_deleted_is_not_restored(service: ShiftService) -> None:
    with pytest.raises(ShiftNotFoundError, match=str(KEY)):
        await service.restore(KEY)
