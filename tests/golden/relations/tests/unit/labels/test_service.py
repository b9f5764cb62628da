"""The rules of labels, on a repository in memory."""

import pytest

from app.core.types import uuid7
from app.features.labels.exceptions import LabelNotFoundError
from app.features.labels.models import Label
from app.features.labels.repository import LabelRepository
from app.features.labels.schemas import LabelCreate, LabelFilters, LabelUpdate
from app.features.labels.service import LabelService
from tests.factories.labels import LabelFactory
from tests.fakes import InMemory

KEY = uuid7()


class FakeLabelRepository(InMemory[Label], LabelRepository):
    pass


def service_on(repository: FakeLabelRepository) -> LabelService:
    """The service on some rows, with whatever else it takes."""
    return LabelService(repository)


@pytest.fixture
def repository() -> FakeLabelRepository:
    return FakeLabelRepository(LabelFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeLabelRepository) -> LabelService:
    return service_on(repository)


@pytest.fixture
def empty() -> LabelService:
    return service_on(FakeLabelRepository())


async def test_an_unknown_label_is_not_found(empty: LabelService) -> None:
    with pytest.raises(LabelNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_label_is_not_updated(empty: LabelService) -> None:
    with pytest.raises(LabelNotFoundError):
        await empty.update(KEY, LabelUpdate())


async def test_an_unknown_label_is_not_deleted(empty: LabelService) -> None:
    with pytest.raises(LabelNotFoundError):
        await empty.delete(KEY)


async def test_gets_one(service: LabelService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: LabelService) -> None:
    page = await service.find(LabelFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeLabelRepository, service: LabelService
) -> None:
    payload = LabelCreate.model_validate(LabelFactory.body(1))

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_an_empty_update_changes_nothing(service: LabelService) -> None:
    await service.update(KEY, LabelUpdate())

    kept = await service.get(KEY)
    expected = LabelFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeLabelRepository, service: LabelService) -> None:
    await service.delete(KEY)

    assert repository.rows == []
