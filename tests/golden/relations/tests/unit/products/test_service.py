"""The rules of products, on a repository in memory."""

import pytest

from app.core.types import uuid7
from app.features.products.exceptions import ProductNotFoundError
from app.features.products.models import Product
from app.features.products.repository import ProductRepository
from app.features.products.schemas import ProductCreate, ProductFilters, ProductUpdate
from app.features.products.service import ProductService
from tests.factories.products import ProductFactory
from tests.fakes import InMemory

KEY = uuid7()


class FakeProductRepository(InMemory[Product], ProductRepository):
    pass


def service_on(repository: FakeProductRepository) -> ProductService:
    """The service on some rows, with whatever else it takes."""
    return ProductService(repository)


@pytest.fixture
def repository() -> FakeProductRepository:
    return FakeProductRepository(ProductFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeProductRepository) -> ProductService:
    return service_on(repository)


@pytest.fixture
def empty() -> ProductService:
    return service_on(FakeProductRepository())


async def test_an_unknown_product_is_not_found(empty: ProductService) -> None:
    with pytest.raises(ProductNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_product_is_not_updated(empty: ProductService) -> None:
    with pytest.raises(ProductNotFoundError):
        await empty.update(KEY, ProductUpdate())


async def test_an_unknown_product_is_not_deleted(empty: ProductService) -> None:
    with pytest.raises(ProductNotFoundError):
        await empty.delete(KEY)


async def test_gets_one(service: ProductService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: ProductService) -> None:
    page = await service.find(ProductFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeProductRepository, service: ProductService
) -> None:
    payload = ProductCreate.model_validate(ProductFactory.body(1))

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_an_empty_update_changes_nothing(service: ProductService) -> None:
    await service.update(KEY, ProductUpdate())

    kept = await service.get(KEY)
    expected = ProductFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(repository: FakeProductRepository, service: ProductService) -> None:
    await service.delete(KEY)

    assert repository.rows == []
