"""Queries on orders."""

from app.features.orders.models import Order
from app.features.orders.schemas import OrderFilters
from app.shared.filters import conditions, parse_sort, search
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class OrderRepository(Repository[Order]):
    """Queries on the table of orders."""

    model = Order

    async def find(self, filters: OrderFilters) -> PageOf[Order]:
        """One page of the orders that meet the filters."""
        return await self.list_page(
            filters,
            where=[*conditions(Order, filters), *search(filters.q, [Order.number, Order.note])],
            sorts=parse_sort(filters.sort, {"placed_at": Order.placed_at}),
        )
