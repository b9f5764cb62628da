"""Queries on notes."""

from typing import Self

from app.features.notes.models import Note
from app.features.notes.schemas import NoteFilters
from app.features.users.models import User
from app.shared.filters import conditions, parse_sort, search
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class NoteRepository(Repository[Note]):
    """Queries on the table of notes."""

    model = Note

    def owned_by(self, user: User) -> Self:
        """The same queries on the notes of a user, and of all users for administrators."""
        return self if user.is_admin else self.within(Note.owner_id == user.id)

    async def find(self, filters: NoteFilters) -> PageOf[Note]:
        """One page of the notes that meet the filters."""
        return await self.list_page(
            filters,
            where=[*conditions(Note, filters), *search(filters.q, [Note.title])],
            sorts=parse_sort(filters.sort, {"title": Note.title}),
        )
