"""Queries on notes."""

from app.features.notes.models import Note
from app.features.notes.schemas import NoteFilters
from app.shared.filters import search
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class NoteRepository(Repository[Note]):
    """Queries on the table of notes."""

    model = Note

    async def find(self, filters: NoteFilters) -> PageOf[Note]:
        """One page of the notes that meet the filters."""
        return await self.list_page(filters, where=search(filters.q, [Note.title]))
