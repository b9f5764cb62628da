"""Endpoints for venues."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.venues.dependencies import VenueServiceDep
from app.features.venues.expanded import VenueExpanded
from app.features.venues.models import Venue
from app.features.venues.schemas import (
    VenueCreate,
    VenueFilters,
    VenueInclude,
    VenueResponse,
    VenueUpdate,
)
from app.shared.pagination import Page, PageOf
from app.shared.schemas import BigIntKey

router = APIRouter(prefix="/venues", tags=["venues"])


@router.get(
    "",
    response_model=Page[VenueExpanded],
    response_model_exclude_unset=True,
    openapi_extra={"x-permission": "public"},
)
async def list_venues(
    service: VenueServiceDep, filters: Annotated[VenueFilters, Query()]
) -> PageOf[Venue]:
    """List venues, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=VenueResponse,
    responses=error_responses(409),
    openapi_extra={"x-permission": "public"},
)
async def create_venue(
    payload: VenueCreate, service: VenueServiceDep, request: Request, response: Response
) -> Venue:
    """Create a venue."""
    venue = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{venue.id}"
    return venue


@router.get(
    "/{venue_id}",
    response_model=VenueExpanded,
    response_model_exclude_unset=True,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def get_venue(
    venue_id: BigIntKey, service: VenueServiceDep, params: Annotated[VenueInclude, Query()]
) -> Venue:
    """Get a venue."""
    return await service.get(venue_id, params.include)


@router.patch(
    "/{venue_id}",
    response_model=VenueResponse,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def update_venue(
    venue_id: BigIntKey, payload: VenueUpdate, service: VenueServiceDep
) -> Venue:
    """Change a venue: fields that are left out stay as they are."""
    return await service.update(venue_id, payload)


@router.delete(
    "/{venue_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def delete_venue(venue_id: BigIntKey, service: VenueServiceDep) -> None:
    """Delete a venue."""
    await service.delete(venue_id)
