"""The rules of check-ins, on a repository in memory."""

import pytest

from app.features.check_ins.models import CheckIn
from app.features.check_ins.repository import CheckInRepository
from app.features.check_ins.schemas import CheckInCreate, CheckInFilters
from app.features.check_ins.service import CheckInService
from tests.factories.check_ins import CheckInFactory
from tests.fakes import CODEC, InMemory

KEY = 999_999


class FakeCheckInRepository(InMemory[CheckIn], CheckInRepository):
    pass


def service_on(repository: FakeCheckInRepository) -> CheckInService:
    """The service on some rows, with whatever else it takes."""
    return CheckInService(repository)


@pytest.fixture
def repository() -> FakeCheckInRepository:
    return FakeCheckInRepository(CheckInFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeCheckInRepository) -> CheckInService:
    return service_on(repository)


async def test_finds_a_page(service: CheckInService) -> None:
    page = await service.find(CheckInFilters(), CODEC)

    assert [found.id for found in page.items] == [KEY]


async def test_creates_what_is_asked_for(
    repository: FakeCheckInRepository, service: CheckInService
) -> None:
    payload = CheckInCreate.model_validate(CheckInFactory.body(1, booking_id=999_999))

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_creates_several(repository: FakeCheckInRepository, service: CheckInService) -> None:
    bodies = [
        CheckInFactory.body(1, booking_id=999_999),
        CheckInFactory.body(2, booking_id=999_999),
    ]
    payloads = [CheckInCreate.model_validate(body) for body in bodies]

    created = await service.bulk_create(payloads)

    assert repository.rows[1:] == created
    assert len(created) == 2
