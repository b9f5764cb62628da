"""Endpoints for helpers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.helpers.dependencies import HelperServiceDep
from app.features.helpers.expanded import HelperExpanded
from app.features.helpers.models import Helper
from app.features.helpers.schemas import (
    HelperCreate,
    HelperFilters,
    HelperInclude,
    HelperResponse,
    HelperUpdate,
)
from app.shared.pagination import Page, PageOf

router = APIRouter(prefix="/helpers", tags=["helpers"])


@router.get(
    "",
    response_model=Page[HelperExpanded],
    response_model_exclude_unset=True,
    openapi_extra={"x-permission": "public"},
)
async def list_helpers(
    service: HelperServiceDep, filters: Annotated[HelperFilters, Query()]
) -> PageOf[Helper]:
    """List helpers, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=HelperResponse,
    openapi_extra={"x-permission": "public"},
)
async def create_helper(
    payload: HelperCreate, service: HelperServiceDep, request: Request, response: Response
) -> Helper:
    """Create a helper."""
    helper = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{helper.id}"
    return helper


@router.get(
    "/{helper_id}",
    response_model=HelperExpanded,
    response_model_exclude_unset=True,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def get_helper(
    helper_id: UUID, service: HelperServiceDep, params: Annotated[HelperInclude, Query()]
) -> Helper:
    """Get a helper."""
    return await service.get(helper_id, params.include)


@router.patch(
    "/{helper_id}",
    response_model=HelperResponse,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def update_helper(
    helper_id: UUID, payload: HelperUpdate, service: HelperServiceDep
) -> Helper:
    """Change a helper: fields that are left out stay as they are."""
    return await service.update(helper_id, payload)


@router.delete(
    "/{helper_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def delete_helper(helper_id: UUID, service: HelperServiceDep) -> None:
    """Delete a helper."""
    await service.delete(helper_id)
