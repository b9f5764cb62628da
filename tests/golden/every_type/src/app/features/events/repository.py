"""Queries on events."""

from typing import Self

from app.features.events.models import Event
from app.features.events.schemas import EventFilters
from app.shared.filters import conditions, parse_sort, search
from app.shared.includes import included
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class EventRepository(Repository[Event]):
    """Queries on the table of events."""

    model = Event

    def including(self, include: str | None) -> Self:
        """The same queries, which load the relations that a request names."""
        return self.embedding(
            included(
                include,
                {
                    "venue": Event.venue,
                    "parent": Event.parent,
                    "before": Event.before,
                    "shifts": Event.shifts,
                    "parts": Event.parts,
                    "after": Event.after,
                    "related_from": Event.related_from,
                    "hosts": Event.hosts,
                    "related": Event.related,
                },
            )
        )

    async def find(self, filters: EventFilters) -> PageOf[Event]:
        """One page of the events that meet the filters."""
        return await self.including(filters.include).list_page(
            filters,
            where=[
                *conditions(Event, filters),
                *search(filters.q, [Event.title, Event.summary, Event.contact]),
            ],
            sorts=parse_sort(
                filters.sort,
                {
                    "title": Event.title,
                    "seats": Event.seats,
                    "views": Event.views,
                    "rating": Event.rating,
                    "price": Event.price,
                    "held_on": Event.held_on,
                    "starts_at": Event.starts_at,
                    "duration": Event.duration,
                    "status": Event.status,
                    "id": Event.id,
                    "created_at": Event.created_at,
                },
            ),
        )
