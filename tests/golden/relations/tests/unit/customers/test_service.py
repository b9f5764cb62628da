"""The rules of customers, on a repository in memory."""

import pytest

from app.core.types import uuid7
from app.features.customers.exceptions import CustomerNotFoundError
from app.features.customers.models import Customer
from app.features.customers.repository import CustomerRepository
from app.features.customers.schemas import CustomerCreate, CustomerFilters, CustomerUpdate
from app.features.customers.service import CustomerService
from tests.factories.customers import CustomerFactory
from tests.fakes import InMemory

KEY = uuid7()


class FakeCustomerRepository(InMemory[Customer], CustomerRepository):
    pass


def service_on(repository: FakeCustomerRepository) -> CustomerService:
    """The service on some rows, with whatever else it takes."""
    return CustomerService(repository)


@pytest.fixture
def repository() -> FakeCustomerRepository:
    return FakeCustomerRepository(CustomerFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeCustomerRepository) -> CustomerService:
    return service_on(repository)


@pytest.fixture
def empty() -> CustomerService:
    return service_on(FakeCustomerRepository())


async def test_an_unknown_customer_is_not_found(empty: CustomerService) -> None:
    with pytest.raises(CustomerNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_customer_is_not_updated(empty: CustomerService) -> None:
    with pytest.raises(CustomerNotFoundError):
        await empty.update(KEY, CustomerUpdate())


async def test_an_unknown_customer_is_not_deleted(empty: CustomerService) -> None:
    with pytest.raises(CustomerNotFoundError):
        await empty.delete(KEY)


async def test_gets_one(service: CustomerService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: CustomerService) -> None:
    page = await service.find(CustomerFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeCustomerRepository, service: CustomerService
) -> None:
    payload = CustomerCreate.model_validate(CustomerFactory.body(1))

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_an_empty_update_changes_nothing(service: CustomerService) -> None:
    await service.update(KEY, CustomerUpdate())

    kept = await service.get(KEY)
    expected = CustomerFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeCustomerRepository, service: CustomerService) -> None:
    await service.delete(KEY)

    assert repository.rows == []
