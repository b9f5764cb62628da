"""What can go wrong with products."""

from uuid import UUID

from app.core.errors import NotFoundError


class ProductNotFoundError(NotFoundError):
    """There is no such product."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no product {key}.")
