"""What can be done with orders."""

from uuid import UUID

from app.features.notes.repository import NoteRepository
from app.features.orders.exceptions import OrderNotFoundError
from app.features.orders.models import Order
from app.features.orders.repository import OrderRepository
from app.features.orders.schemas import OrderCreate, OrderFilters, OrderUpdate
from app.features.users.models import User
from app.shared.pagination import PageOf


class OrderService:
    """The rules of orders."""

    def __init__(self, repository: OrderRepository, notes: NoteRepository) -> None:
        self._repository = repository
        self._notes = notes

    async def find(self, filters: OrderFilters) -> PageOf[Order]:
        """One page of the orders that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, order_id: UUID) -> Order:
        """One order.

        Raises:
            OrderNotFoundError: there is none with this key.
        """
        order = await self._repository.get(order_id)
        if order is None:
            raise OrderNotFoundError(order_id)
        return order

    async def create(self, payload: OrderCreate, by: User) -> Order:
        """Store a new order.

        Raises:
            ConflictError: a unique value is taken.
            UnprocessableError: it refers to what is not there for the user.
        """
        await self._notes.owned_by(by).require(payload.note_id, "note_id")
        return await self._repository.add(Order(**payload.model_dump(), owner_id=by.id))

    async def update(self, order_id: UUID, payload: OrderUpdate, by: User) -> Order:
        """Change what the request names, and nothing else.

        Raises:
            ConflictError: a unique value is taken.
            OrderNotFoundError: there is none with this key.
            UnprocessableError: it refers to what is not there for the user.
        """
        order = await self._get_locked(order_id)
        await self._notes.owned_by(by).require(payload.note_id, "note_id")
        return await self._repository.update(order, payload.changes())

    async def delete(self, order_id: UUID) -> None:
        """Delete an order.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            OrderNotFoundError: there is none with this key.
        """
        await self._repository.delete(await self._get_locked(order_id))

    async def _get_locked(self, order_id: UUID) -> Order:
        """One order, locked."""
        order = await self._repository.get_locked(order_id)
        if order is None:
            raise OrderNotFoundError(order_id)
        return order
