"""What can be done with events."""

from uuid import UUID

from app.features.events.exceptions import EventNotFoundError
from app.features.events.models import Event
from app.features.events.repository import EventRepository
from app.features.events.schemas import EventCreate, EventFilters, EventUpdate
from app.shared.pagination import PageOf


class EventService:
    """The rules that events follow."""

    def __init__(self, repository: EventRepository) -> None:
        self._repository = repository

    async def find(self, filters: EventFilters) -> PageOf[Event]:
        """One page of the events that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, event_id: UUID) -> Event:
        """One event.

        Raises:
            EventNotFoundError: there is none with this key.
        """
        event = await self._repository.get(event_id)
        if event is None:
            raise EventNotFoundError(event_id)
        return event

    async def create(self, payload: EventCreate) -> Event:
        """Store a new event."""
        return await self._repository.add(Event(**payload.model_dump()))

    async def update(self, event_id: UUID, payload: EventUpdate) -> Event:
        """Change what the request names, and nothing else."""
        event = await self.get(event_id)
        return await self._repository.update(event, payload.changes())

    async def delete(self, event_id: UUID) -> None:
        """Delete an event."""
        await self._repository.delete(await self.get(event_id))
