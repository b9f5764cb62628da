"""The rules of orders, on a repository in memory."""

import pytest

from app.core.types import uuid7
from app.features.orders.exceptions import OrderNotFoundError
from app.features.orders.models import Order
from app.features.orders.repository import OrderRepository
from app.features.orders.schemas import OrderCreate, OrderFilters, OrderUpdate
from app.features.orders.service import OrderService
from tests.factories.orders import OrderFactory
from tests.fakes import InMemory

KEY = uuid7()


class FakeOrderRepository(InMemory[Order], OrderRepository):
    pass


@pytest.fixture
def repository() -> FakeOrderRepository:
    return FakeOrderRepository(OrderFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeOrderRepository) -> OrderService:
    return OrderService(repository)


@pytest.fixture
def empty() -> OrderService:
    return OrderService(FakeOrderRepository())


async def test_an_unknown_order_is_not_found(empty: OrderService) -> None:
    with pytest.raises(OrderNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_order_is_not_updated(empty: OrderService) -> None:
    with pytest.raises(OrderNotFoundError):
        await empty.update(KEY, OrderUpdate())


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
    payload = OrderCreate.model_validate(OrderFactory.body(1, customer_id=uuid7()))

    created = await service.create(payload)

    assert created in repository.rows
    assert {name: getattr(created, name) for name in payload.model_dump()} == payload.model_dump()


async def test_an_empty_update_changes_nothing(service: OrderService) -> None:
    await service.update(KEY, OrderUpdate())

    kept = await service.get(KEY)
    expected = OrderFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeOrderRepository, service: OrderService) -> None:
    await service.delete(KEY)

    assert repository.rows == []
