"""Queries on bookings."""

from app.features.bookings.models import Booking
from app.features.bookings.schemas import BookingFilters
from app.shared.filters import conditions
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class BookingRepository(Repository[Booking]):
    """Queries on the table of bookings."""

    model = Booking

    async def find(self, filters: BookingFilters) -> PageOf[Booking]:
        """One page of the bookings that meet the filters."""
        return await self.list_page(filters, where=[*conditions(Booking, filters)])
