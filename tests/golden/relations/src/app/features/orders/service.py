"""What can be done with orders."""

from uuid import UUID

from app.core.errors import ConflictError, NotFoundError
from app.features.labels.repository import LabelRepository
from app.features.orders.exceptions import OrderNotFoundError
from app.features.orders.models import Order
from app.features.orders.repository import OrderRepository
from app.features.orders.schemas import OrderCreate, OrderFilters, OrderUpdate
from app.shared.etags import Preconditions
from app.shared.pagination import PageOf
from app.shared.schemas import MAX_LINKS


class OrderService:
    """The rules of orders."""

    def __init__(self, repository: OrderRepository, labels: LabelRepository) -> None:
        self._repository = repository
        self._labels = labels

    async def find(self, filters: OrderFilters) -> PageOf[Order]:
        """One page of the orders that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, order_id: UUID, include: str | None = None) -> Order:
        """One order, with some of its relations.

        Raises:
            OrderNotFoundError: there is none with this key.
        """
        order = await self._repository.including(include).get(order_id)
        if order is None:
            raise OrderNotFoundError(order_id)
        return order

    async def create(self, payload: OrderCreate) -> Order:
        """Store a new order.

        Raises:
            ConflictError: a unique value is taken.
            UnprocessableError: it refers to what is not there.
        """
        await self._labels.require_all(payload.label_ids, "labels")
        return await self._repository.add(Order(**payload.model_dump()))

    async def update(
        self, order_id: UUID, payload: OrderUpdate, preconditions: Preconditions
    ) -> Order:
        """Change what the request names, and nothing else.

        Raises:
            ConflictError: another request makes the same link.
            OrderNotFoundError: there is none with this key.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
            UnprocessableError: it refers to what is not there.
        """
        order = await self._get_locked(order_id, preconditions)
        await self._labels.require_all(payload.label_ids or (), "labels")
        return await self._repository.update(order, payload.changes())

    async def delete(self, order_id: UUID, preconditions: Preconditions) -> None:
        """Delete an order.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            OrderNotFoundError: there is none with this key.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        await self._repository.delete(await self._get_locked(order_id, preconditions))

    async def restore(self, order_id: UUID) -> Order:
        """Restore an order that was deleted.

        Raises:
            ConflictError: a unique value is taken, or what it refers to is deleted.
            OrderNotFoundError: none with this key is deleted.
        """
        order = await self._repository.restore(order_id)
        if order is None:
            raise OrderNotFoundError(order_id)
        return order

    async def add_label(
        self, order_id: UUID, label_id: UUID, preconditions: Preconditions
    ) -> Order:
        """Add one to ``labels`` of an order, unless it is there already.

        Raises:
            ConflictError: there are as many as are allowed.
            NotFoundError: either is not there.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        order = await self._get_locked(order_id, preconditions)
        if await self._labels.get(label_id) is None:
            raise NotFoundError(f"There is no label {label_id}.")
        if label_id in order.label_ids:
            return order
        if len(order.label_ids) >= MAX_LINKS:
            raise ConflictError(f"There are at most {MAX_LINKS} in `labels`.", code="too_many")
        keys = sorted([*order.label_ids, label_id])
        return await self._repository.update(order, {"label_ids": keys})

    async def remove_label(
        self, order_id: UUID, label_id: UUID, preconditions: Preconditions
    ) -> Order:
        """Take one out of ``labels`` of an order.

        Raises:
            NotFoundError: either is not there, or they are not linked.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        order = await self._get_locked(order_id, preconditions)
        if label_id not in order.label_ids:
            raise NotFoundError(f"{label_id} is not in `labels`.")
        keys = [key for key in order.label_ids if key != label_id]
        return await self._repository.update(order, {"label_ids": keys})

    async def _get_locked(self, order_id: UUID, preconditions: Preconditions) -> Order:
        """One order of the version that the client saw, locked."""
        order = await self._repository.get_locked(order_id)
        if order is None:
            raise OrderNotFoundError(order_id)
        preconditions.require(order.version)
        return order
