"""Queries on folders."""

from typing import Self

from app.features.folders.models import Folder
from app.features.folders.schemas import FolderFilters
from app.features.users.models import User
from app.shared.filters import conditions, parse_sort
from app.shared.includes import included
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class FolderRepository(Repository[Folder]):
    """Queries on the table of folders."""

    model = Folder

    def owned_by(self, user: User) -> Self:
        """The same queries on the folders of a user, and of all users for administrators."""
        return self if user.is_admin else self.within(Folder.owner_id == user.id)

    def including(self, include: str | None) -> Self:
        """The same queries, which load the relations that a request names."""
        return self.embedding(
            included(
                include,
                {
                    "cover": Folder.cover,
                    "inside": Folder.inside,
                    "copied_from": Folder.copied_from,
                    "orders": Folder.orders,
                    "recommended": Folder.recommended,
                },
            )
        )

    async def find(self, filters: FolderFilters) -> PageOf[Folder]:
        """One page of the folders that meet the filters."""
        return await self.including(filters.include).list_page(
            filters,
            where=conditions(Folder, filters),
            sorts=parse_sort(filters.sort, {"name": Folder.name}),
        )
