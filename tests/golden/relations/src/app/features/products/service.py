"""What can be done with products."""

from uuid import UUID

from app.features.products.exceptions import ProductNotFoundError
from app.features.products.models import Product
from app.features.products.repository import ProductRepository
from app.features.products.schemas import ProductCreate, ProductFilters, ProductUpdate
from app.shared.pagination import PageOf


class ProductService:
    """The rules of products."""

    def __init__(self, repository: ProductRepository) -> None:
        self._repository = repository

    async def find(self, filters: ProductFilters) -> PageOf[Product]:
        """One page of the products that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, product_id: UUID) -> Product:
        """One product.

        Raises:
            ProductNotFoundError: there is none with this key.
        """
        product = await self._repository.get(product_id)
        if product is None:
            raise ProductNotFoundError(product_id)
        return product

    async def create(self, payload: ProductCreate) -> Product:
        """Store a new product.

        Raises:
            ConflictError: a unique value is taken.
        """
        return await self._repository.add(Product(**payload.model_dump()))

    async def update(self, product_id: UUID, payload: ProductUpdate) -> Product:
        """Change what the request names, and nothing else.

        Raises:
            ProductNotFoundError: there is none with this key.
        """
        product = await self._get_locked(product_id)
        return await self._repository.update(product, payload.changes())

    async def delete(self, product_id: UUID) -> None:
        """Delete a product.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            ProductNotFoundError: there is none with this key.
        """
        await self._repository.delete(await self._get_locked(product_id))

    async def _get_locked(self, product_id: UUID) -> Product:
        """One product, locked."""
        product = await self._repository.get_locked(product_id)
        if product is None:
            raise ProductNotFoundError(product_id)
        return product
