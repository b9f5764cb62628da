"""Queries on venues."""

from typing import Self

from app.features.venues.models import Venue
from app.features.venues.schemas import VenueFilters
from app.shared.filters import parse_sort, search
from app.shared.includes import included
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class VenueRepository(Repository[Venue]):
    """Queries on the table of venues."""

    model = Venue

    def including(self, include: str | None) -> Self:
        """The same queries, which load the relations that a request names."""
        return self.embedding(included(include, {"events": Venue.events}))

    async def find(self, filters: VenueFilters) -> PageOf[Venue]:
        """One page of the venues that meet the filters."""
        return await self.including(filters.include).list_page(
            filters,
            where=search(filters.q, [Venue.name]),
            sorts=parse_sort(filters.sort, {"name": Venue.name}),
        )
