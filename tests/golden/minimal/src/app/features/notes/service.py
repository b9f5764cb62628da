"""What can be done with notes."""

from uuid import UUID

from app.features.notes.exceptions import NoteNotFoundError
from app.features.notes.models import Note
from app.features.notes.repository import NoteRepository
from app.features.notes.schemas import NoteCreate, NoteFilters, NoteUpdate
from app.shared.pagination import PageOf


class NoteService:
    """The rules of notes."""

    def __init__(self, repository: NoteRepository) -> None:
        self._repository = repository

    async def find(self, filters: NoteFilters) -> PageOf[Note]:
        """One page of the notes that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, note_id: UUID) -> Note:
        """One note.

        Raises:
            NoteNotFoundError: there is none with this key.
        """
        note = await self._repository.get(note_id)
        if note is None:
            raise NoteNotFoundError(note_id)
        return note

    async def create(self, payload: NoteCreate) -> Note:
        """Store a new note."""
        return await self._repository.add(Note(**payload.model_dump()))

    async def update(self, note_id: UUID, payload: NoteUpdate) -> Note:
        """Change what the request names, and nothing else.

        Raises:
            NoteNotFoundError: there is none with this key.
        """
        note = await self._get_locked(note_id)
        return await self._repository.update(note, payload.changes())

    async def delete(self, note_id: UUID) -> None:
        """Delete a note.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            NoteNotFoundError: there is none with this key.
        """
        await self._repository.delete(await self._get_locked(note_id))

    async def _get_locked(self, note_id: UUID) -> Note:
        """One note, locked."""
        note = await self._repository.get_locked(note_id)
        if note is None:
            raise NoteNotFoundError(note_id)
        return note
