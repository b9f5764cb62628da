"""What can go wrong with bookings."""

from app.core.errors import NotFoundError


class BookingNotFoundError(NotFoundError):
    """There is no such booking."""

    def __init__(self, booking_id: int) -> None:
        super().__init__(f"There is no booking {booking_id}.")
