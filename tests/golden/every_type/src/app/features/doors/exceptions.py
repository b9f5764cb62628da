"""What can go wrong with doors."""

from uuid import UUID

from app.core.errors import NotFoundError


class DoorNotFoundError(NotFoundError):
    """There is no such door."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no door {key}.")
