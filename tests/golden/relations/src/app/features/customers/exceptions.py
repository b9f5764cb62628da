"""What can go wrong with customers."""

from uuid import UUID

from app.core.errors import NotFoundError


class CustomerNotFoundError(NotFoundError):
    """There is no such customer."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no customer {key}.")
