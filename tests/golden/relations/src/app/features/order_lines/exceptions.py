"""What can go wrong with order lines."""

from uuid import UUID

from app.core.errors import NotFoundError


class OrderLineNotFoundError(NotFoundError):
    """There is no such order line."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no order line {key}.")
