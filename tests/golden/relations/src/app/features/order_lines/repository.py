"""Queries on order lines."""

from app.features.order_lines.models import OrderLine
from app.features.order_lines.schemas import OrderLineFilters
from app.shared.filters import conditions
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class OrderLineRepository(Repository[OrderLine]):
    """Queries on the table of order lines."""

    model = OrderLine

    async def find(self, filters: OrderLineFilters) -> PageOf[OrderLine]:
        """One page of the order lines that meet the filters."""
        return await self.list_page(filters, where=[*conditions(OrderLine, filters)])
