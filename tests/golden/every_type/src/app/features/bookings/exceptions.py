"""What can go wrong with bookings."""

from app.core.errors import NotFoundError


class BookingNotFoundError(NotFoundError):
    """There is no such booking."""

    def __init__(self, key: int) -> None:
        super().__init__(f"There is no booking {key}.")
