"""Queries on orders."""

from typing import Self

from app.features.orders.models import Order
from app.features.orders.schemas import OrderFilters
from app.shared.filters import conditions, parse_sort, search
from app.shared.includes import included
from app.shared.pagination import PageOf
from app.shared.soft_delete import SoftDeleteRepository


class OrderRepository(SoftDeleteRepository[Order]):
    """Queries on the table of orders."""

    model = Order

    def including(self, include: str | None) -> Self:
        """The same queries, which load the relations that a request names."""
        return self.embedding(
            included(
                include, {"customer": Order.customer, "lines": Order.lines, "labels": Order.labels}
            )
        )

    async def find(self, filters: OrderFilters) -> PageOf[Order]:
        """One page of the orders that meet the filters."""
        return await self.including(filters.include).list_page(
            filters,
            where=[*conditions(Order, filters), *search(filters.q, [Order.number, Order.note])],
            sorts=parse_sort(filters.sort, {"placed_at": Order.placed_at}),
        )
