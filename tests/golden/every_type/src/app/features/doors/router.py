"""Endpoints for doors."""

from uuid import UUID

from fastapi import APIRouter, Response, status

from app.core.errors import error_responses
from app.features.doors.dependencies import DoorServiceDep
from app.features.doors.models import Door
from app.features.doors.schemas import DoorResponse, DoorUpdate
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

router = APIRouter(prefix="/doors", tags=["doors"])


@router.get(
    "/{door_id}",
    response_model=DoorResponse,
    responses={200: VERSIONED, 304: NOT_MODIFIED, **error_responses(404)},
    openapi_extra={"x-permission": "public", "parameters": [IF_NONE_MATCH_PARAMETER]},
)
async def get_door(
    door_id: UUID, service: DoorServiceDep, preconditions: PreconditionsDep, response: Response
) -> Door | Response:
    """Get a door."""
    door = await service.get(door_id)
    if preconditions.knows(door.version):
        return not_modified(door.version)
    response.headers[ETAG] = etag(door.version)
    return door


@router.patch(
    "/{door_id}",
    response_model=DoorResponse,
    responses={200: VERSIONED, **error_responses(404, 409, 412, 428)},
    openapi_extra={"x-permission": "public", "parameters": [IF_MATCH_PARAMETER]},
)
async def update_door(
    door_id: UUID,
    payload: DoorUpdate,
    service: DoorServiceDep,
    preconditions: PreconditionsDep,
    response: Response,
) -> Door:
    """Change a door: fields that are left out stay as they are."""
    door = await service.update(door_id, payload, preconditions)
    response.headers[ETAG] = etag(door.version)
    return door


@router.delete(
    "/{door_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409, 412, 428),
    openapi_extra={"x-permission": "public", "parameters": [IF_MATCH_PARAMETER]},
)
async def delete_door(
    door_id: UUID, service: DoorServiceDep, preconditions: PreconditionsDep
) -> None:
    """Delete a door."""
    await service.delete(door_id, preconditions)


@router.post(
    "/{door_id}/restore",
    response_model=DoorResponse,
    responses={200: VERSIONED, **error_responses(404, 409)},
    openapi_extra={"x-permission": "public"},
)
async def restore_door(door_id: UUID, service: DoorServiceDep, response: Response) -> Door:
    """Restore a door that was deleted."""
    door = await service.restore(door_id)
    response.headers[ETAG] = etag(door.version)
    return door
