"""Endpoints for shifts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.shifts.dependencies import ShiftServiceDep
from app.features.shifts.expanded import ShiftExpanded
from app.features.shifts.models import Shift
from app.features.shifts.schemas import (
    ShiftCreate,
    ShiftFilters,
    ShiftInclude,
    ShiftResponse,
    ShiftUpdate,
)
from app.shared.pagination import Page, PageOf

router = APIRouter(prefix="/shifts", tags=["shifts"])


@router.get(
    "",
    response_model=Page[ShiftExpanded],
    response_model_exclude_unset=True,
    openapi_extra={"x-permission": "public"},
)
async def list_shifts(
    service: ShiftServiceDep, filters: Annotated[ShiftFilters, Query()]
) -> PageOf[Shift]:
    """List shifts, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=ShiftResponse,
    responses=error_responses(409),
    openapi_extra={"x-permission": "public"},
)
async def create_shift(
    payload: ShiftCreate, service: ShiftServiceDep, request: Request, response: Response
) -> Shift:
    """Create a shift."""
    shift = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{shift.id}"
    return shift


@router.get(
    "/{shift_id}",
    response_model=ShiftExpanded,
    response_model_exclude_unset=True,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def get_shift(
    shift_id: UUID, service: ShiftServiceDep, params: Annotated[ShiftInclude, Query()]
) -> Shift:
    """Get a shift."""
    return await service.get(shift_id, params.include)


@router.patch(
    "/{shift_id}",
    response_model=ShiftResponse,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def update_shift(shift_id: UUID, payload: ShiftUpdate, service: ShiftServiceDep) -> Shift:
    """Change a shift: fields that are left out stay as they are."""
    return await service.update(shift_id, payload)


@router.delete(
    "/{shift_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def delete_shift(shift_id: UUID, service: ShiftServiceDep) -> None:
    """Delete a shift."""
    await service.delete(shift_id)


@router.post(
    "/{shift_id}/restore",
    response_model=ShiftResponse,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def restore_shift(shift_id: UUID, service: ShiftServiceDep) -> Shift:
    """Restore a shift that was deleted."""
    return await service.restore(shift_id)
