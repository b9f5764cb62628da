"""Queries on products."""

from app.features.products.models import Product
from app.features.products.schemas import ProductFilters
from app.shared.filters import conditions, parse_sort, search
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class ProductRepository(Repository[Product]):
    """Queries on the table of products."""

    model = Product

    async def find(self, filters: ProductFilters) -> PageOf[Product]:
        """One page of the products that meet the filters."""
        return await self.list_page(
            filters,
            where=[
                *conditions(Product, filters),
                *search(filters.q, [Product.title, Product.description]),
            ],
            sorts=parse_sort(filters.sort, {"title": Product.title, "price": Product.price}),
        )
