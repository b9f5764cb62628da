"""Endpoints for testimonials."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.testimonials.dependencies import TestimonialServiceDep
from app.features.testimonials.models import Testimonial
from app.features.testimonials.schemas import (
    TestimonialCreate,
    TestimonialFilters,
    TestimonialResponse,
    TestimonialUpdate,
)
from app.shared.pagination import Page, PageOf

router = APIRouter(prefix="/testimonials", tags=["testimonials"])


@router.get("", response_model=Page[TestimonialResponse], openapi_extra={"x-permission": "public"})
async def list_testimonials(
    service: TestimonialServiceDep, filters: Annotated[TestimonialFilters, Query()]
) -> PageOf[Testimonial]:
    """List testimonials, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=TestimonialResponse,
    openapi_extra={"x-permission": "public"},
)
async def create_testimonial(
    payload: TestimonialCreate, service: TestimonialServiceDep, request: Request, response: Response
) -> Testimonial:
    """Create a testimonial."""
    testimonial = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{testimonial.id}"
    return testimonial


@router.get(
    "/{testimonial_id}",
    response_model=TestimonialResponse,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def get_testimonial(testimonial_id: UUID, service: TestimonialServiceDep) -> Testimonial:
    """Get a testimonial."""
    return await service.get(testimonial_id)


@router.patch(
    "/{testimonial_id}",
    response_model=TestimonialResponse,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def update_testimonial(
    testimonial_id: UUID, payload: TestimonialUpdate, service: TestimonialServiceDep
) -> Testimonial:
    """Change a testimonial: fields that are left out stay as they are."""
    return await service.update(testimonial_id, payload)


@router.delete(
    "/{testimonial_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def delete_testimonial(testimonial_id: UUID, service: TestimonialServiceDep) -> None:
    """Delete a testimonial."""
    await service.delete(testimonial_id)
