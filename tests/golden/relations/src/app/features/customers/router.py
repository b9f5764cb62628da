"""Endpoints for customers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.customers.dependencies import CustomerServiceDep
from app.features.customers.expanded import CustomerExpanded
from app.features.customers.models import Customer
from app.features.customers.schemas import (
    CustomerCreate,
    CustomerFilters,
    CustomerInclude,
    CustomerResponse,
    CustomerUpdate,
)
from app.shared.pagination import Page, PageOf

router = APIRouter(prefix="/customers", tags=["customers"])


@router.get(
    "",
    response_model=Page[CustomerExpanded],
    response_model_exclude_unset=True,
    openapi_extra={"x-permission": "public"},
)
async def list_customers(
    service: CustomerServiceDep, filters: Annotated[CustomerFilters, Query()]
) -> PageOf[Customer]:
    """List customers, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=CustomerResponse,
    responses=error_responses(409),
    openapi_extra={"x-permission": "public"},
)
async def create_customer(
    payload: CustomerCreate, service: CustomerServiceDep, request: Request, response: Response
) -> Customer:
    """Create a customer."""
    customer = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{customer.id}"
    return customer


@router.get(
    "/{customer_id}",
    response_model=CustomerExpanded,
    response_model_exclude_unset=True,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def get_customer(
    customer_id: UUID, service: CustomerServiceDep, params: Annotated[CustomerInclude, Query()]
) -> Customer:
    """Get a customer."""
    return await service.get(customer_id, params.include)


@router.patch(
    "/{customer_id}",
    response_model=CustomerResponse,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def update_customer(
    customer_id: UUID, payload: CustomerUpdate, service: CustomerServiceDep
) -> Customer:
    """Change a customer: fields that are left out stay as they are."""
    return await service.update(customer_id, payload)


@router.delete(
    "/{customer_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def delete_customer(customer_id: UUID, service: CustomerServiceDep) -> None:
    """Delete a customer."""
    await service.delete(customer_id)
