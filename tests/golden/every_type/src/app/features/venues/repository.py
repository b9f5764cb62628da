"""Queries on venues."""

from app.features.venues.models import Venue
from app.features.venues.schemas import VenueFilters
from app.shared.filters import parse_sort, search
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class VenueRepository(Repository[Venue]):
    """Queries on the table of venues."""

    model = Venue

    async def find(self, filters: VenueFilters) -> PageOf[Venue]:
        """One page of the venues that meet the filters."""
        return await self.list_page(
            filters,
            where=[*search(filters.q, [Venue.name])],
            sorts=parse_sort(filters.sort, {"name": Venue.name}),
        )
