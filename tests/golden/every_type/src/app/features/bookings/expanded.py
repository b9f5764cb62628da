"""What responses about bookings hold with relations embedded."""

from app.features.bookings.schemas import BookingResponse
from app.features.events.schemas import EventResponse
from app.shared.includes import ExpandedSchema
from app.shared.schemas import Omittable


class BookingExpanded(ExpandedSchema, BookingResponse):
    """What clients are told of a booking, with the relations that they ask for."""

    event: Omittable[EventResponse] = None
    ticket_of: EventResponse | None = None
