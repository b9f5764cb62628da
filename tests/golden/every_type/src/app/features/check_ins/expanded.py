"""What responses about check-ins hold with relations embedded."""

from app.features.bookings.schemas import BookingResponse
from app.features.check_ins.schemas import CheckInResponse
from app.shared.includes import ExpandedSchema


class CheckInExpanded(ExpandedSchema, CheckInResponse):
    """What clients are told of a check-in, with the relations that they ask for."""

    booking: BookingResponse | None = None
