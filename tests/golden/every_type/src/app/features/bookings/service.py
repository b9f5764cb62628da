"""What can be done with bookings."""

from app.features.bookings.exceptions import BookingNotFoundError
from app.features.bookings.models import Booking
from app.features.bookings.repository import BookingRepository
from app.features.bookings.schemas import BookingCreate, BookingFilters, BookingUpdate
from app.shared.etags import Preconditions
from app.shared.pagination import PageOf


class BookingService:
    """The rules of bookings."""

    def __init__(self, repository: BookingRepository) -> None:
        self._repository = repository

    async def find(self, filters: BookingFilters) -> PageOf[Booking]:
        """One page of the bookings that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, booking_id: int, include: str | None = None) -> Booking:
        """One booking, with some of its relations.

        Raises:
            BookingNotFoundError: there is none with this key.
        """
        booking = await self._repository.including(include).get(booking_id)
        if booking is None:
            raise BookingNotFoundError(booking_id)
        return booking

    async def create(self, payload: BookingCreate) -> Booking:
        """Store a new booking.

        Raises:
            UnprocessableError: it refers to what is not there.
        """
        return await self._repository.add(Booking(**payload.model_dump()))

    async def update(
        self, booking_id: int, payload: BookingUpdate, preconditions: Preconditions
    ) -> Booking:
        """Change what the request names, and nothing else.

        Raises:
            BookingNotFoundError: there is none with this key.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
            UnprocessableError: it refers to what is not there.
        """
        booking = await self._get_locked(booking_id, preconditions)
        return await self._repository.update(booking, payload.changes())

    async def delete(self, booking_id: int, preconditions: Preconditions) -> None:
        """Delete a booking.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            BookingNotFoundError: there is none with this key.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        await self._repository.delete(await self._get_locked(booking_id, preconditions))

    async def _get_locked(self, booking_id: int, preconditions: Preconditions) -> Booking:
        """One booking of the version that the client saw, locked."""
        booking = await self._repository.get_locked(booking_id)
        if booking is None:
            raise BookingNotFoundError(booking_id)
        preconditions.require(booking.version)
        return booking
