"""What can be done with order lines."""

from uuid import UUID

from app.features.order_lines.exceptions import OrderLineNotFoundError
from app.features.order_lines.models import OrderLine
from app.features.order_lines.repository import OrderLineRepository
from app.features.order_lines.schemas import OrderLineCreate, OrderLineFilters, OrderLineUpdate
from app.shared.pagination import PageOf


class OrderLineService:
    """The rules of order lines."""

    def __init__(self, repository: OrderLineRepository) -> None:
        self._repository = repository

    async def find(self, filters: OrderLineFilters) -> PageOf[OrderLine]:
        """One page of the order lines that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, order_line_id: UUID, include: str | None = None) -> OrderLine:
        """One order line, with some of its relations.

        Raises:
            OrderLineNotFoundError: there is none with this key.
        """
        order_line = await self._repository.including(include).get(order_line_id)
        if order_line is None:
            raise OrderLineNotFoundError(order_line_id)
        return order_line

    async def create(self, payload: OrderLineCreate) -> OrderLine:
        """Store a new order line.

        Raises:
            ConflictError: a unique value is taken.
            UnprocessableError: it refers to what is not there.
        """
        return await self._repository.add(OrderLine(**payload.model_dump()))

    async def update(self, order_line_id: UUID, payload: OrderLineUpdate) -> OrderLine:
        """Change what the request names, and nothing else.

        Raises:
            ConflictError: a unique value is taken.
            OrderLineNotFoundError: there is none with this key.
            UnprocessableError: it refers to what is not there.
        """
        order_line = await self._get_locked(order_line_id)
        return await self._repository.update(order_line, payload.changes())

    async def delete(self, order_line_id: UUID) -> None:
        """Delete an order line.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            OrderLineNotFoundError: there is none with this key.
        """
        await self._repository.delete(await self._get_locked(order_line_id))

    async def restore(self, order_line_id: UUID) -> OrderLine:
        """Restore an order line that was deleted.

        Raises:
            ConflictError: a unique value is taken, or what it refers to is deleted.
            OrderLineNotFoundError: none with this key is deleted.
        """
        order_line = await self._repository.restore(order_line_id)
        if order_line is None:
            raise OrderLineNotFoundError(order_line_id)
        return order_line

    async def _get_locked(self, order_line_id: UUID) -> OrderLine:
        """One order line, locked."""
        order_line = await self._repository.get_locked(order_line_id)
        if order_line is None:
            raise OrderLineNotFoundError(order_line_id)
        return order_line
