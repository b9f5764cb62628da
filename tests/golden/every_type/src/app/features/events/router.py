"""Endpoints for events."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from app.core.errors import error_responses
from app.dependencies import read_snapshot
from app.features.events.dependencies import EventServiceDep
from app.features.events.expanded import EventExpanded
from app.features.events.models import Event
from app.features.events.schemas import (
    EventCreate,
    EventFilters,
    EventInclude,
    EventResponse,
    EventUpdate,
)
from app.shared.bulk import BulkCreate
from app.shared.pagination import Page, PageOf
from app.shared.schemas import LinkedKeys

router = APIRouter(
    prefix="/events",
    tags=["events"],
    dependencies=[Depends(read_snapshot)],
)


@router.get(
    "",
    response_model=Page[EventExpanded],
    response_model_exclude_unset=True,
    openapi_extra={"x-permission": "public"},
)
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
    openapi_extra={"x-permission": "public"},
)
async def create_event(
    payload: EventCreate, service: EventServiceDep, request: Request, response: Response
) -> Event:
    """Create an event."""
    event = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{event.id}"
    return event


@router.post(
    "/bulk",
    status_code=status.HTTP_201_CREATED,
    response_model=list[EventResponse],
    responses=error_responses(409),
    openapi_extra={"x-permission": "public"},
)
async def bulk_create_events(
    payload: BulkCreate[EventCreate], service: EventServiceDep
) -> list[Event]:
    """Create several events, or none of them."""
    return await service.bulk_create(payload.items)


@router.get(
    "/{event_id}",
    response_model=EventExpanded,
    response_model_exclude_unset=True,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def get_event(
    event_id: UUID, service: EventServiceDep, params: Annotated[EventInclude, Query()]
) -> Event:
    """Get an event."""
    return await service.get(event_id, params.include)


@router.patch(
    "/{event_id}",
    response_model=EventResponse,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def update_event(event_id: UUID, payload: EventUpdate, service: EventServiceDep) -> Event:
    """Change an event: fields that are left out stay as they are."""
    return await service.update(event_id, payload)


@router.delete(
    "/{event_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def delete_event(event_id: UUID, service: EventServiceDep) -> None:
    """Delete an event."""
    await service.delete(event_id)


@router.get(
    "/{event_id}/hosts", responses=error_responses(404), openapi_extra={"x-permission": "public"}
)
async def list_hosts_of_event(event_id: UUID, service: EventServiceDep) -> list[UUID]:
    """The keys in `hosts` of an event."""
    return (await service.get(event_id)).host_ids


@router.put(
    "/{event_id}/hosts",
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def set_hosts_of_event(
    event_id: UUID, payload: LinkedKeys[UUID], service: EventServiceDep
) -> list[UUID]:
    """Replace `hosts` of an event."""
    change = EventUpdate.model_validate({"hosts": payload})
    return (await service.update(event_id, change)).host_ids


@router.put(
    "/{event_id}/hosts/{host_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def add_host_to_event(event_id: UUID, host_id: UUID, service: EventServiceDep) -> None:
    """Add one to `hosts` of an event."""
    await service.add_host(event_id, host_id)


@router.delete(
    "/{event_id}/hosts/{host_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def remove_host_from_event(event_id: UUID, host_id: UUID, service: EventServiceDep) -> None:
    """Take one out of `hosts` of an event."""
    await service.remove_host(event_id, host_id)


@router.get(
    "/{event_id}/related", responses=error_responses(404), openapi_extra={"x-permission": "public"}
)
async def list_related_of_event(event_id: UUID, service: EventServiceDep) -> list[UUID]:
    """The keys in `related` of an event."""
    return (await service.get(event_id)).related_ids


@router.put(
    "/{event_id}/related",
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def set_related_of_event(
    event_id: UUID, payload: LinkedKeys[UUID], service: EventServiceDep
) -> list[UUID]:
    """Replace `related` of an event."""
    change = EventUpdate.model_validate({"related": payload})
    return (await service.update(event_id, change)).related_ids


@router.put(
    "/{event_id}/related/{related_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def add_related_to_event(event_id: UUID, related_id: UUID, service: EventServiceDep) -> None:
    """Add one to `related` of an event."""
    await service.add_related(event_id, related_id)


@router.delete(
    "/{event_id}/related/{related_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def remove_related_from_event(
    event_id: UUID, related_id: UUID, service: EventServiceDep
) -> None:
    """Take one out of `related` of an event."""
    await service.remove_related(event_id, related_id)
