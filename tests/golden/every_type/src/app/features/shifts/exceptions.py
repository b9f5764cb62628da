"""What can go wrong with shifts."""

from uuid import UUID

from app.core.errors import NotFoundError


class ShiftNotFoundError(NotFoundError):
    """There is no such shift."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no shift {key}.")
