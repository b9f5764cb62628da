"""What can go wrong with notes."""

from uuid import UUID

from app.core.errors import NotFoundError


class NoteNotFoundError(NotFoundError):
    """There is no such note."""

    def __init__(self, note_id: UUID) -> None:
        super().__init__(f"There is no note {note_id}.")
