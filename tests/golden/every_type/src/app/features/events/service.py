"""What can be done with events."""

from collections.abc import Sequence
from uuid import UUID

from app.core.errors import ConflictError, NotFoundError
from app.features.events.exceptions import EventNotFoundError
from app.features.events.models import Event
from app.features.events.repository import EventRepository
from app.features.events.schemas import EventCreate, EventFilters, EventUpdate
from app.features.helpers.repository import HelperRepository
from app.shared.bulk import errors_of_item
from app.shared.pagination import PageOf
from app.shared.schemas import MAX_LINKS


class EventService:
    """The rules of events."""

    def __init__(self, repository: EventRepository, helpers: HelperRepository) -> None:
        self._repository = repository
        self._helpers = helpers

    async def find(self, filters: EventFilters) -> PageOf[Event]:
        """One page of the events that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, event_id: UUID, include: str | None = None) -> Event:
        """One event, with some of its relations.

        Raises:
            EventNotFoundError: there is none with this key.
        """
        event = await self._repository.including(include).get(event_id)
        if event is None:
            raise EventNotFoundError(event_id)
        return event

    async def create(self, payload: EventCreate) -> Event:
        """Store a new event.

        Raises:
            ConflictError: a unique value is taken.
            UnprocessableError: it refers to what is not there.
        """
        await self._helpers.require_all(payload.host_ids, "hosts")
        await self._repository.require_all(payload.related_ids, "related")
        return await self._repository.add(Event(**payload.model_dump()))

    async def bulk_create(self, payloads: Sequence[EventCreate]) -> list[Event]:
        """Store several new events, or none of them.

        Raises:
            ConflictError: a unique value is taken.
            UnprocessableError: one refers to what is not there.
        """
        created: list[Event] = []
        for index, payload in enumerate(payloads):
            with errors_of_item(index):
                created.append(await self.create(payload))
        return created

    async def update(self, event_id: UUID, payload: EventUpdate) -> Event:
        """Change what the request names, and nothing else.

        Raises:
            ConflictError: a unique value is taken.
            EventNotFoundError: there is none with this key.
            UnprocessableError: it refers to what is not there.
        """
        event = await self._get_locked(event_id)
        await self._helpers.require_all(payload.host_ids or (), "hosts")
        await self._repository.require_all(payload.related_ids or (), "related")
        return await self._repository.update(event, payload.changes())

    async def delete(self, event_id: UUID) -> None:
        """Delete an event.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            EventNotFoundError: there is none with this key.
        """
        await self._repository.delete(await self._get_locked(event_id))

    async def add_host(self, event_id: UUID, host_id: UUID) -> None:
        """Add one to ``hosts`` of an event, unless it is there already.

        Raises:
            ConflictError: there are as many as are allowed.
            NotFoundError: either is not there.
        """
        event = await self._get_locked(event_id)
        if await self._helpers.get(host_id) is None:
            raise NotFoundError(f"There is no helper {host_id}.")
        if host_id in event.host_ids:
            return
        if len(event.host_ids) >= MAX_LINKS:
            raise ConflictError(f"There are at most {MAX_LINKS} in `hosts`.", code="too_many")
        keys = sorted([*event.host_ids, host_id])
        await self._repository.update(event, {"host_ids": keys})

    async def remove_host(self, event_id: UUID, host_id: UUID) -> None:
        """Take one out of ``hosts`` of an event.

        Raises:
            NotFoundError: either is not there, or they are not linked.
        """
        event = await self._get_locked(event_id)
        if host_id not in event.host_ids:
            raise NotFoundError(f"{host_id} is not in `hosts`.")
        keys = [key for key in event.host_ids if key != host_id]
        await self._repository.update(event, {"host_ids": keys})

    async def add_related(self, event_id: UUID, related_id: UUID) -> None:
        """Add one to ``related`` of an event, unless it is there already.

        Raises:
            ConflictError: there are as many as are allowed.
            NotFoundError: either is not there.
        """
        event = await self._get_locked(event_id)
        if await self._repository.get(related_id) is None:
            raise NotFoundError(f"There is no event {related_id}.")
        if related_id in event.related_ids:
            return
        if len(event.related_ids) >= MAX_LINKS:
            raise ConflictError(f"There are at most {MAX_LINKS} in `related`.", code="too_many")
        keys = sorted([*event.related_ids, related_id])
        await self._repository.update(event, {"related_ids": keys})

    async def remove_related(self, event_id: UUID, related_id: UUID) -> None:
        """Take one out of ``related`` of an event.

        Raises:
            NotFoundError: either is not there, or they are not linked.
        """
        event = await self._get_locked(event_id)
        if related_id not in event.related_ids:
            raise NotFoundError(f"{related_id} is not in `related`.")
        keys = [key for key in event.related_ids if key != related_id]
        await self._repository.update(event, {"related_ids": keys})

    async def _get_locked(self, event_id: UUID) -> Event:
        """One event, locked."""
        event = await self._repository.get_locked(event_id)
        if event is None:
            raise EventNotFoundError(event_id)
        return event
