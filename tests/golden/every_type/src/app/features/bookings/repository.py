"""Queries on bookings."""

from typing import Self

from app.features.bookings.models import Booking
from app.features.bookings.schemas import BookingFilters
from app.shared.filters import conditions
from app.shared.includes import included
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class BookingRepository(Repository[Booking]):
    """Queries on the table of bookings."""

    model = Booking

    def including(self, include: str | None) -> Self:
        """The same queries, which load the relations that a request names."""
        return self.embedding(
            included(include, {"event": Booking.event, "ticket_of": Booking.ticket_of})
        )

    async def find(self, filters: BookingFilters) -> PageOf[Booking]:
        """One page of the bookings that meet the filters."""
        return await self.including(filters.include).list_page(
            filters, where=conditions(Booking, filters)
        )
