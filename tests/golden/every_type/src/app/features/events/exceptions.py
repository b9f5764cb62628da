"""What can go wrong with events."""

from uuid import UUID

from app.core.errors import NotFoundError


class EventNotFoundError(NotFoundError):
    """There is no such event."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no event {key}.")
