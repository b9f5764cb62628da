"""The rules of order lines, on a repository in memory."""

import pytest

from app.core.types import uuid7
from app.features.order_lines.exceptions import OrderLineNotFoundError
from app.features.order_lines.models import OrderLine
from app.features.order_lines.repository import OrderLineRepository
from app.features.order_lines.schemas import OrderLineCreate, OrderLineFilters, OrderLineUpdate
from app.features.order_lines.service import OrderLineService
from tests.factories.order_lines import OrderLineFactory
from tests.fakes import KeptInMemory

KEY = uuid7()


class FakeOrderLineRepository(KeptInMemory[OrderLine], OrderLineRepository):
    pass


def service_on(repository: FakeOrderLineRepository) -> OrderLineService:
    """The service on some rows, with whatever else it takes."""
    return OrderLineService(repository)


@pytest.fixture
def repository() -> FakeOrderLineRepository:
    return FakeOrderLineRepository(OrderLineFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeOrderLineRepository) -> OrderLineService:
    return service_on(repository)


@pytest.fixture
def empty() -> OrderLineService:
    return service_on(FakeOrderLineRepository())


async def test_an_unknown_order_line_is_not_found(empty: OrderLineService) -> None:
    with pytest.raises(OrderLineNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_order_line_is_not_updated(empty: OrderLineService) -> None:
    with pytest.raises(OrderLineNotFoundError):
        await empty.update(KEY, OrderLineUpdate())


async def test_an_unknown_order_line_is_not_deleted(empty: OrderLineService) -> None:
    with pytest.raises(OrderLineNotFoundError):
        await empty.delete(KEY)


async def test_gets_one(service: OrderLineService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: OrderLineService) -> None:
    page = await service.find(OrderLineFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeOrderLineRepository, service: OrderLineService
) -> None:
    payload = OrderLineCreate.model_validate(
        OrderLineFactory.body(1, order_id=uuid7(), product_id=uuid7())
    )

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_an_empty_update_changes_nothing(service: OrderLineService) -> None:
    await service.update(KEY, OrderLineUpdate())

    kept = await service.get(KEY)
    expected = OrderLineFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeOrderLineRepository, service: OrderLineService) -> None:
    await service.delete(KEY)

    assert repository.rows == []


async def test_restores_one(repository: FakeOrderLineRepository, service: OrderLineService) -> None:
    await service.delete(KEY)

    restored = await service.restore(KEY)

    assert repository.rows == [restored]


async def test_what_is_not_deleted_is_not_restored(service: OrderLineService) -> None:
    with pytest.raises(OrderLineNotFoundError, match=str(KEY)):
        await service.restore(KEY)
