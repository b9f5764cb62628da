"""Queries on order lines."""

from typing import Self

from app.features.order_lines.models import OrderLine
from app.features.order_lines.schemas import OrderLineFilters
from app.shared.filters import conditions
from app.shared.includes import included
from app.shared.pagination import PageOf
from app.shared.soft_delete import SoftDeleteRepository


class OrderLineRepository(SoftDeleteRepository[OrderLine]):
    """Queries on the table of order lines."""

    model = OrderLine

    def including(self, include: str | None) -> Self:
        """The same queries, which load the relations that a request names."""
        return self.embedding(
            included(include, {"order": OrderLine.order, "product": OrderLine.product})
        )

    async def find(self, filters: OrderLineFilters) -> PageOf[OrderLine]:
        """One page of the order lines that meet the filters."""
        return await self.including(filters.include).list_page(
            filters, where=conditions(OrderLine, filters)
        )
