"""What can be done with venues."""

from app.features.venues.exceptions import VenueNotFoundError
from app.features.venues.models import Venue
from app.features.venues.repository import VenueRepository
from app.features.venues.schemas import VenueCreate, VenueFilters, VenueUpdate
from app.shared.pagination import PageOf


class VenueService:
    """The rules of venues."""

    def __init__(self, repository: VenueRepository) -> None:
        self._repository = repository

    async def find(self, filters: VenueFilters) -> PageOf[Venue]:
        """One page of the venues that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, venue_id: int, include: str | None = None) -> Venue:
        """One venue, with some of its relations.

        Raises:
            VenueNotFoundError: there is none with this key.
        """
        venue = await self._repository.including(include).get(venue_id)
        if venue is None:
            raise VenueNotFoundError(venue_id)
        return venue

    async def create(self, payload: VenueCreate) -> Venue:
        """Store a new venue.

        Raises:
            ConflictError: a unique value is taken.
        """
        return await self._repository.add(Venue(**payload.model_dump()))

    async def update(self, venue_id: int, payload: VenueUpdate) -> Venue:
        """Change what the request names, and nothing else.

        Raises:
            ConflictError: a unique value is taken.
            VenueNotFoundError: there is none with this key.
        """
        venue = await self._get_locked(venue_id)
        return await self._repository.update(venue, payload.changes())

    async def delete(self, venue_id: int) -> None:
        """Delete a venue.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            VenueNotFoundError: there is none with this key.
        """
        await self._repository.delete(await self._get_locked(venue_id))

    async def _get_locked(self, venue_id: int) -> Venue:
        """One venue, locked."""
        venue = await self._repository.get_locked(venue_id)
        if venue is None:
            raise VenueNotFoundError(venue_id)
        return venue
