"""Endpoints for labels."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.labels.dependencies import LabelServiceDep
from app.features.labels.models import Label
from app.features.labels.schemas import LabelCreate, LabelFilters, LabelResponse, LabelUpdate
from app.shared.pagination import Page, PageOf

router = APIRouter(prefix="/labels", tags=["labels"])


@router.get("", response_model=Page[LabelResponse], openapi_extra={"x-permission": "public"})
async def list_labels(
    service: LabelServiceDep, filters: Annotated[LabelFilters, Query()]
) -> PageOf[Label]:
    """List labels, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=LabelResponse,
    responses=error_responses(409),
    openapi_extra={"x-permission": "public"},
)
async def create_label(
    payload: LabelCreate, service: LabelServiceDep, request: Request, response: Response
) -> Label:
    """Create a label."""
    label = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{label.id}"
    return label


@router.get(
    "/{label_id}",
    response_model=LabelResponse,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def get_label(label_id: UUID, service: LabelServiceDep) -> Label:
    """Get a label."""
    return await service.get(label_id)


@router.patch(
    "/{label_id}",
    response_model=LabelResponse,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def update_label(label_id: UUID, payload: LabelUpdate, service: LabelServiceDep) -> Label:
    """Change a label: fields that are left out stay as they are."""
    return await service.update(label_id, payload)


@router.delete(
    "/{label_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def delete_label(label_id: UUID, service: LabelServiceDep) -> None:
    """Delete a label."""
    await service.delete(label_id)
