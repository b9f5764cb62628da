"""The rules of comments, on a repository in memory."""

import pytest

from app.core.errors import UnprocessableError
from app.core.types import uuid7
from app.features.comments.exceptions import CommentNotFoundError
from app.features.comments.models import Comment
from app.features.comments.repository import CommentRepository
from app.features.comments.schemas import CommentCreate, CommentFilters, CommentUpdate
from app.features.comments.service import CommentService
from app.features.notes.models import Note
from app.features.notes.repository import NoteRepository
from app.features.orders.models import Order
from app.features.orders.repository import OrderRepository
from app.features.users.models import User
from tests.factories.comments import CommentFactory
from tests.factories.notes import NoteFactory
from tests.factories.orders import OrderFactory
from tests.fakes import InMemory

KEY = 999_999
ORDER_ID = uuid7()
NOTE_ID = uuid7()
USER = User(id=uuid7(), roles=[])


class FakeCommentRepository(InMemory[Comment], CommentRepository):
    pass


class FakeOrderRepository(InMemory[Order], OrderRepository):
    pass


class FakeNoteRepository(InMemory[Note], NoteRepository):
    pass


def service_on(repository: FakeCommentRepository) -> CommentService:
    """The service on some rows, with whatever else it takes."""
    return CommentService(
        repository,
        FakeOrderRepository(OrderFactory.build(id=ORDER_ID)),
        FakeNoteRepository(NoteFactory.build(id=NOTE_ID)),
    )


@pytest.fixture
def repository() -> FakeCommentRepository:
    return FakeCommentRepository(CommentFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeCommentRepository) -> CommentService:
    return service_on(repository)


@pytest.fixture
def empty() -> CommentService:
    return service_on(FakeCommentRepository())


async def test_an_unknown_comment_is_not_found(empty: CommentService) -> None:
    with pytest.raises(CommentNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_comment_is_not_updated(empty: CommentService) -> None:
    with pytest.raises(CommentNotFoundError):
        await empty.update(KEY, CommentUpdate(), by=USER)


async def test_an_unknown_comment_is_not_deleted(empty: CommentService) -> None:
    with pytest.raises(CommentNotFoundError):
        await empty.delete(KEY)


async def test_gets_one(service: CommentService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: CommentService) -> None:
    page = await service.find(CommentFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeCommentRepository, service: CommentService
) -> None:
    payload = CommentCreate.model_validate(
        CommentFactory.body(1, order_id=ORDER_ID, note_id=NOTE_ID)
    )

    created = await service.create(payload, by=USER)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_what_is_not_there_for_the_user_is_not_referred_to(service: CommentService) -> None:
    body = CommentFactory.body(1, order_id=ORDER_ID, note_id=NOTE_ID)
    unknown = {"order_id": uuid7()}
    payload = CommentCreate.model_validate(body | unknown)

    with pytest.raises(UnprocessableError, match="order_id"):
        await service.create(payload, by=USER)


async def test_an_empty_update_changes_nothing(service: CommentService) -> None:
    await service.update(KEY, CommentUpdate(), by=USER)

    kept = await service.get(KEY)
    expected = CommentFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeCommentRepository, service: CommentService) -> None:
    await service.delete(KEY)

    assert repository.rows == []
