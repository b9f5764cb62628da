"""The rules of bookings, on a repository in memory."""

import pytest

from app.core.errors import PreconditionFailedError, PreconditionRequiredError
from app.core.types import uuid7
from app.features.bookings.exceptions import BookingNotFoundError
from app.features.bookings.models import Booking
from app.features.bookings.repository import BookingRepository
from app.features.bookings.schemas import BookingCreate, BookingFilters, BookingUpdate
from app.features.bookings.service import BookingService
from app.shared.etags import Preconditions
from tests.factories.bookings import BookingFactory
from tests.fakes import InMemory

KEY = 999_999
ANY_VERSION = Preconditions(if_match="*")


class FakeBookingRepository(InMemory[Booking], BookingRepository):
    pass


def service_on(repository: FakeBookingRepository) -> BookingService:
    """The service on some rows, with whatever else it takes."""
    return BookingService(repository)


@pytest.fixture
def repository() -> FakeBookingRepository:
    return FakeBookingRepository(BookingFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeBookingRepository) -> BookingService:
    return service_on(repository)


@pytest.fixture
def empty() -> BookingService:
    return service_on(FakeBookingRepository())


async def test_an_unknown_booking_is_not_found(empty: BookingService) -> None:
    with pytest.raises(BookingNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_booking_is_not_updated(empty: BookingService) -> None:
    with pytest.raises(BookingNotFoundError):
        await empty.update(KEY, BookingUpdate(), ANY_VERSION)


async def test_an_unknown_booking_is_not_deleted(empty: BookingService) -> None:
    with pytest.raises(BookingNotFoundError):
        await empty.delete(KEY, ANY_VERSION)


async def test_gets_one(service: BookingService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: BookingService) -> None:
    page = await service.find(BookingFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeBookingRepository, service: BookingService
) -> None:
    payload = BookingCreate.model_validate(
        BookingFactory.body(1, event_id=uuid7(), ticket_of_id=uuid7())
    )

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_an_empty_update_changes_nothing(service: BookingService) -> None:
    await service.update(KEY, BookingUpdate(), ANY_VERSION)

    kept = await service.get(KEY)
    expected = BookingFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeBookingRepository, service: BookingService) -> None:
    await service.delete(KEY, ANY_VERSION)

    assert repository.rows == []


@pytest.mark.parametrize("seen", ['"2"', 'W/"3"', "3", ""])
async def test_a_version_that_is_not_the_last_is_not_changed(
    repository: FakeBookingRepository, service: BookingService, seen: str
) -> None:
    repository.rows[0].version = 3

    with pytest.raises(PreconditionFailedError):
        await service.update(KEY, BookingUpdate(), Preconditions(if_match=seen))
    with pytest.raises(PreconditionFailedError):
        await service.delete(KEY, Preconditions(if_match=seen))


async def test_no_version_is_changed_unseen(service: BookingService) -> None:
    with pytest.raises(PreconditionRequiredError):
        await service.update(KEY, BookingUpdate(), Preconditions())
    with pytest.raises(PreconditionRequiredError):
        await service.delete(KEY, Preconditions())
