"""What can go wrong with orders."""

from uuid import UUID

from app.core.errors import NotFoundError


class OrderNotFoundError(NotFoundError):
    """There is no such order."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no order {key}.")
