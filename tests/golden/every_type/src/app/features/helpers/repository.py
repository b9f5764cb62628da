"""Queries on helpers."""

from typing import Self

from app.features.helpers.models import Helper
from app.features.helpers.schemas import HelperFilters
from app.shared.filters import conditions
from app.shared.includes import included
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class HelperRepository(Repository[Helper]):
    """Queries on the table of helpers."""

    model = Helper

    def including(self, include: str | None) -> Self:
        """The same queries, which load the relations that a request names."""
        return self.embedding(
            included(include, {"next_shift": Helper.next_shift, "hosted": Helper.hosted})
        )

    async def find(self, filters: HelperFilters) -> PageOf[Helper]:
        """One page of the helpers that meet the filters."""
        return await self.including(filters.include).list_page(
            filters, where=conditions(Helper, filters)
        )
