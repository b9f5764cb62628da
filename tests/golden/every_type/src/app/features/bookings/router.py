"""Endpoints for bookings."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.bookings.dependencies import BookingServiceDep
from app.features.bookings.expanded import BookingExpanded
from app.features.bookings.models import Booking
from app.features.bookings.schemas import (
    BookingCreate,
    BookingFilters,
    BookingInclude,
    BookingResponse,
    BookingUpdate,
)
from app.shared.etags import (
    ETAG,
    IF_MATCH_PARAMETER,
    IF_NONE_MATCH_PARAMETER,
    NOT_MODIFIED,
    VERSIONED,
    PreconditionsDep,
    etag,
    not_modified,
)
from app.shared.pagination import Page, PageOf
from app.shared.schemas import IntKey

router = APIRouter(prefix="/bookings", tags=["bookings"])


@router.get(
    "",
    response_model=Page[BookingExpanded],
    response_model_exclude_unset=True,
    openapi_extra={"x-permission": "public"},
)
async def list_bookings(
    service: BookingServiceDep, filters: Annotated[BookingFilters, Query()]
) -> PageOf[Booking]:
    """List bookings, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=BookingResponse,
    responses={201: VERSIONED},
    openapi_extra={"x-permission": "public"},
)
async def create_booking(
    payload: BookingCreate, service: BookingServiceDep, request: Request, response: Response
) -> Booking:
    """Create a booking."""
    booking = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{booking.id}"
    response.headers[ETAG] = etag(booking.version)
    return booking


@router.get(
    "/{booking_id}",
    response_model=BookingExpanded,
    response_model_exclude_unset=True,
    responses={200: VERSIONED, 304: NOT_MODIFIED, **error_responses(404)},
    openapi_extra={"x-permission": "public", "parameters": [IF_NONE_MATCH_PARAMETER]},
)
async def get_booking(
    booking_id: IntKey,
    service: BookingServiceDep,
    params: Annotated[BookingInclude, Query()],
    preconditions: PreconditionsDep,
    response: Response,
) -> Booking | Response:
    """Get a booking."""
    booking = await service.get(booking_id, params.include)
    # What is embedded has versions of its own.
    if params.include is not None:
        return booking
    if preconditions.knows(booking.version):
        return not_modified(booking.version)
    response.headers[ETAG] = etag(booking.version)
    return booking


@router.patch(
    "/{booking_id}",
    response_model=BookingResponse,
    responses={200: VERSIONED, **error_responses(404, 412, 428)},
    openapi_extra={"x-permission": "public", "parameters": [IF_MATCH_PARAMETER]},
)
async def update_booking(
    booking_id: IntKey,
    payload: BookingUpdate,
    service: BookingServiceDep,
    preconditions: PreconditionsDep,
    response: Response,
) -> Booking:
    """Change a booking: fields that are left out stay as they are."""
    booking = await service.update(booking_id, payload, preconditions)
    response.headers[ETAG] = etag(booking.version)
    return booking


@router.delete(
    "/{booking_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409, 412, 428),
    openapi_extra={"x-permission": "public", "parameters": [IF_MATCH_PARAMETER]},
)
async def delete_booking(
    booking_id: IntKey, service: BookingServiceDep, preconditions: PreconditionsDep
) -> None:
    """Delete a booking."""
    await service.delete(booking_id, preconditions)
