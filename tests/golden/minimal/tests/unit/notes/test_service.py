"""The rules of notes, on a repository in memory."""

import pytest

from app.core.types import uuid7
from app.features.notes.exceptions import NoteNotFoundError
from app.features.notes.models import Note
from app.features.notes.repository import NoteRepository
from app.features.notes.schemas import NoteCreate, NoteFilters, NoteUpdate
from app.features.notes.service import NoteService
from tests.factories.notes import NoteFactory
from tests.fakes import InMemory

KEY = uuid7()


class FakeNoteRepository(InMemory[Note], NoteRepository):
    pass


def service_on(repository: FakeNoteRepository) -> NoteService:
    """The service on some rows, with whatever else it takes."""
    return NoteService(repository)


@pytest.fixture
def repository() -> FakeNoteRepository:
    return FakeNoteRepository(NoteFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeNoteRepository) -> NoteService:
    return service_on(repository)


@pytest.fixture
def empty() -> NoteService:
    return service_on(FakeNoteRepository())


async def test_an_unknown_note_is_not_found(empty: NoteService) -> None:
    with pytest.raises(NoteNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_note_is_not_updated(empty: NoteService) -> None:
    with pytest.raises(NoteNotFoundError):
        await empty.update(KEY, NoteUpdate())


async def test_an_unknown_note_is_not_deleted(empty: NoteService) -> None:
    with pytest.raises(NoteNotFoundError):
        await empty.delete(KEY)


async def test_gets_one(service: NoteService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: NoteService) -> None:
    page = await service.find(NoteFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeNoteRepository, service: NoteService
) -> None:
    payload = NoteCreate.model_validate(NoteFactory.body(1))

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_an_empty_update_changes_nothing(service: NoteService) -> None:
    await service.update(KEY, NoteUpdate())

    kept = await service.get(KEY)
    expected = NoteFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeNoteRepository, service: NoteService) -> None:
    await service.delete(KEY)

    assert repository.rows == []
