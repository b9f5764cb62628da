"""The rules of orders, on a repository in memory."""

import pytest

from app.core.errors import PreconditionFailedError, PreconditionRequiredError
from app.core.types import uuid7
from app.features.labels.models import Label
from app.features.labels.repository import LabelRepository
from app.features.orders.exceptions import OrderNotFoundError
from app.features.orders.models import Order
from app.features.orders.repository import OrderRepository
from app.features.orders.schemas import OrderCreate, OrderFilters, OrderUpdate
from app.features.orders.service import OrderService
from app.shared.etags import Preconditions
from tests.factories.orders import OrderFactory
from tests.fakes import InMemory, KeptInMemory

KEY = uuid7()
ANY_VERSION = Preconditions(if_match="*")


class FakeOrderRepository(KeptInMemory[Order], OrderRepository):
    pass


class FakeLabelRepository(InMemory[Label], LabelRepository):
    pass


def service_on(repository: FakeOrderRepository) -> OrderService:
    """The service on some rows, with whatever else it takes."""
    return OrderService(repository, FakeLabelRepository())


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
        await empty.update(KEY, OrderUpdate(), ANY_VERSION)


async def test_an_unknown_order_is_not_deleted(empty: OrderService) -> None:
    with pytest.raises(OrderNotFoundError):
        await empty.delete(KEY, ANY_VERSION)


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
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_an_empty_update_changes_nothing(service: OrderService) -> None:
    await service.update(KEY, OrderUpdate(), ANY_VERSION)

    kept = await service.get(KEY)
    expected = OrderFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeOrderRepository, service: OrderService) -> None:
    await service.delete(KEY, ANY_VERSION)

    assert repository.rows == []


async def test_restores_one(repository: FakeOrderRepository, service: OrderService) -> None:
    await service.delete(KEY, ANY_VERSION)

    restored = await service.restore(KEY)

    assert repository.rows == [restored]


async def test_what_is_not_deleted_is_not_restored(service: OrderService) -> None:
    with pytest.raises(OrderNotFoundError, match=str(KEY)):
        await service.restore(KEY)


@pytest.mark.parametrize("seen", ['"2"', 'W/"3"', "3", ""])
async def test_a_version_that_is_not_the_last_is_not_changed(
    repository: FakeOrderRepository, service: OrderService, seen: str
) -> None:
    repository.rows[0].version = 3

    with pytest.raises(PreconditionFailedError):
        await service.update(KEY, OrderUpdate(), Preconditions(if_match=seen))
    with pytest.raises(PreconditionFailedError):
        await service.delete(KEY, Preconditions(if_match=seen))


async def test_no_version_is_changed_unseen(service: OrderService) -> None:
    with pytest.raises(PreconditionRequiredError):
        await service.update(KEY, OrderUpdate(), Preconditions())
    with pytest.raises(PreconditionRequiredError):
        await service.delete(KEY, Preconditions())
