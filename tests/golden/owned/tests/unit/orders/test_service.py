"""The rules of orders, on a repository in memory."""

import pytest

from app.core.errors import UnprocessableError
from app.core.types import uuid7
from app.features.notes.models import Note
from app.features.notes.repository import NoteRepository
from app.features.orders.exceptions import OrderNotFoundError
from app.features.orders.models import Order
from app.features.orders.repository import OrderRepository
from app.features.orders.schemas import OrderCreate, OrderFilters, OrderUpdate
from app.features.orders.service import OrderService
from app.features.users.models import User
from tests.factories.notes import NoteFactory
from tests.factories.orders import OrderFactory
from tests.fakes import InMemory

KEY = uuid7()
NOTE_ID = uuid7()
USER = User(id=uuid7(), roles=[])


class FakeOrderRepository(InMemory[Order], OrderRepository):
    pass


class FakeNoteRepository(InMemory[Note], NoteRepository):
    pass


def service_on(repository: FakeOrderRepository) -> OrderService:
    """The service on some rows, with whatever else it takes."""
    return OrderService(repository, FakeNoteRepository(NoteFactory.build(id=NOTE_ID)))


@pytest.fixture
def repository() -> FakeOrderRepository:
    return FakeOrderRepository(OrderFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeOrderRepository) -> OrderService:
    return service_on(repository)


@pytest.fixture
def empty() -> OrderService:
    return service_on(FakeOrderRepository())


async def test_an_unknown_order_is_not_found(empty: OrderService) -> None:
    with pytest.raises(OrderNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_order_is_not_updated(empty: OrderService) -> None:
    with pytest.raises(OrderNotFoundError):
        await empty.update(KEY, OrderUpdate(), by=USER)


async def test_an_unknown_order_is_not_deleted(empty: OrderService) -> None:
    with pytest.raises(OrderNotFoundError):
        await empty.delete(KEY)


async def test_gets_one(service: OrderService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: OrderService) -> None:
    page = await service.find(OrderFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeOrderRepository, service: OrderService
) -> None:
    payload = OrderCreate.model_validate(OrderFactory.body(1, note_id=NOTE_ID))

    created = await service.create(payload, by=USER)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked
    assert created.owner_id == USER.id


async def test_what_is_not_there_for_the_user_is_not_referred_to(service: OrderService) -> None:
    body = OrderFactory.body(1, note_id=NOTE_ID)
    unknown = {"note_id": uuid7()}
    payload = OrderCreate.model_validate(body | unknown)

    with pytest.raises(UnprocessableError, match="note_id"):
        await service.create(payload, by=USER)


async def test_an_empty_update_changes_nothing(service: OrderService) -> None:
    await service.update(KEY, OrderUpdate(), by=USER)

    kept = await service.get(KEY)
    expected = OrderFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeOrderRepository, service: OrderService) -> None:
    await service.delete(KEY)

    assert repository.rows == []
