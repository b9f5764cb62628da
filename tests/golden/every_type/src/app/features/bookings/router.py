"""Endpoints for bookings."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.bookings.dependencies import BookingServiceDep
from app.features.bookings.models import Booking
from app.features.bookings.schemas import (
    BookingCreate,
    BookingFilters,
    BookingResponse,
    BookingUpdate,
)
from app.shared.pagination import Page, PageOf
from app.shared.schemas import IntKey

router = APIRouter(prefix="/bookings", tags=["bookings"])


@router.get("", response_model=Page[BookingResponse])
async def list_bookings(
    service: BookingServiceDep, filters: Annotated[BookingFilters, Query()]
) -> PageOf[Booking]:
    """List bookings, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=BookingResponse,
)
async def create_booking(
    payload: BookingCreate, service: BookingServiceDep, request: Request, response: Response
) -> Booking:
    """Create a booking."""
    booking = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{booking.id}"
    return booking


@router.get("/{booking_id}", response_model=BookingResponse, responses=error_responses(404))
async def get_booking(booking_id: IntKey, service: BookingServiceDep) -> Booking:
    """Get a booking."""
    return await service.get(booking_id)


@router.patch(
    "/{booking_id}",
    response_model=BookingResponse,
    responses=error_responses(404),
)
async def update_booking(
    booking_id: IntKey, payload: BookingUpdate, service: BookingServiceDep
) -> Booking:
    """Change a booking: fields that are left out stay as they are."""
    return await service.update(booking_id, payload)


@router.delete(
    "/{booking_id}", status_code=status.HTTP_204_NO_CONTENT, responses=error_responses(404, 409)
)
async def delete_booking(booking_id: IntKey, service: BookingServiceDep) -> None:
    """Delete a booking."""
    await service.delete(booking_id)
