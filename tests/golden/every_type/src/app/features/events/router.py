"""Endpoints for events."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.events.dependencies import EventServiceDep
from app.features.events.models import Event
from app.features.events.schemas import EventCreate, EventFilters, EventResponse, EventUpdate
from app.shared.pagination import Page, PageOf

router = APIRouter(prefix="/events", tags=["events"])


@router.get("", response_model=Page[EventResponse])
async def list_events(
    service: EventServiceDep, filters: Annotated[EventFilters, Query()]
) -> PageOf[Event]:
    """List events, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=EventResponse,
    responses=error_responses(409),
)
async def create_event(
    payload: EventCreate, service: EventServiceDep, request: Request, response: Response
) -> Event:
    """Create an event."""
    event = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{event.id}"
    return event


@router.get("/{event_id}", response_model=EventResponse, responses=error_responses(404))
async def get_event(event_id: UUID, service: EventServiceDep) -> Event:
    """Get an event."""
    return await service.get(event_id)


@router.patch(
    "/{event_id}",
    response_model=EventResponse,
    responses=error_responses(404, 409),
)
async def update_event(event_id: UUID, payload: EventUpdate, service: EventServiceDep) -> Event:
    """Change an event: fields that are left out stay as they are."""
    return await service.update(event_id, payload)


@router.delete(
    "/{event_id}", status_code=status.HTTP_204_NO_CONTENT, responses=error_responses(404, 409)
)
async def delete_event(event_id: UUID, service: EventServiceDep) -> None:
    """Delete an event."""
    await service.delete(event_id)
