"""What can go wrong with notes."""

from uuid import UUID

from app.core.errors import NotFoundError


class NoteNotFoundError(NotFoundError):
    """There is no such note."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no note {key}.")
