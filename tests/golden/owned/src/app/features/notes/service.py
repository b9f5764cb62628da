"""What can be done with notes."""

from uuid import UUID

from app.features.notes.exceptions import NoteNotFoundError
from app.features.notes.models import Note
from app.features.notes.repository import NoteRepository
from app.features.notes.schemas import NoteCreate, NoteFilters, NoteUpdate
from app.features.users.models import User
from app.shared.pagination import PageOf


class NoteService:
    """The rules of notes.

    Where an endpoint is for owners, the repository sees the rows of the user alone. A rule about
    the rows of all users asks ``self._repository.unscoped()``, as ``docs/auth.md`` shows.
    """

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

    async def create(self, payload: NoteCreate, by: User) -> Note:
        """Store a new note.

        Raises:
            ConflictError: a unique value is taken.
            UnprocessableError: it refers to what is not there for the user.
        """
        await self._repository.owned_by(by).require(payload.parent_id, "parent_id")
        return await self._repository.add(Note(**payload.model_dump(), owner_id=by.id))

    async def update(self, note_id: UUID, payload: NoteUpdate, by: User) -> Note:
        """Change what the request names, and nothing else.

        Raises:
            ConflictError: a unique value is taken.
            NoteNotFoundError: there is none with this key.
            UnprocessableError: it refers to what is not there for the user.
        """
        note = await self._get_locked(note_id)
        await self._repository.owned_by(by).require(payload.parent_id, "parent_id")
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
