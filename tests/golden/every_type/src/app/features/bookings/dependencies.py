"""What endpoints for bookings ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.bookings.repository import BookingRepository
from app.features.bookings.service import BookingService


async def get_booking_service(session: SessionDep) -> BookingService:
    """The service, within the transaction of the request."""
    return BookingService(BookingRepository(session))


BookingServiceDep = Annotated[BookingService, Depends(get_booking_service)]
