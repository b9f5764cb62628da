"""The rules of notices, on a repository in memory."""

import pytest

from app.core.types import uuid7
from app.features.notices.models import Notice
from app.features.notices.repository import NoticeRepository
from app.features.notices.schemas import NoticeCreate
from app.features.notices.service import NoticeService
from tests.factories.notices import NoticeFactory
from tests.fakes import InMemory

KEY = uuid7()


class FakeNoticeRepository(InMemory[Notice], NoticeRepository):
    pass


def service_on(repository: FakeNoticeRepository) -> NoticeService:
    """The service on some rows, with whatever else it takes."""
    return NoticeService(repository)


@pytest.fixture
def repository() -> FakeNoticeRepository:
    return FakeNoticeRepository(NoticeFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeNoticeRepository) -> NoticeService:
    return service_on(repository)


async def test_creates_what_is_asked_for(
    repository: FakeNoticeRepository, service: NoticeService
) -> None:
    payload = NoticeCreate.model_validate(NoticeFactory.body(1, door_id=uuid7()))

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked
