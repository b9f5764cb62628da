"""Endpoints for orders."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.auth.dependencies import CurrentUser, get_current_user, require_role
from app.features.orders.dependencies import OrderServiceDep
from app.features.orders.models import Order
from app.features.orders.schemas import OrderCreate, OrderFilters, OrderResponse, OrderUpdate
from app.features.users.models import ADMIN
from app.shared.pagination import Page, PageOf

router = APIRouter(
    prefix="/orders",
    tags=["orders"],
    dependencies=[Depends(get_current_user)],
    responses=error_responses(401),
)


@router.get("", response_model=Page[OrderResponse], openapi_extra={"x-permission": "authenticated"})
async def list_orders(
    service: OrderServiceDep, filters: Annotated[OrderFilters, Query()]
) -> PageOf[Order]:
    """List orders, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=OrderResponse,
    responses=error_responses(409),
    openapi_extra={"x-permission": "owner"},
)
async def create_order(
    payload: OrderCreate,
    user: CurrentUser,
    service: OrderServiceDep,
    request: Request,
    response: Response,
) -> Order:
    """Create an order."""
    order = await service.create(payload, by=user)
    response.headers["Location"] = f"{request.url.path}/{order.id}"
    return order


@router.get(
    "/{order_id}",
    response_model=OrderResponse,
    responses=error_responses(404),
    openapi_extra={"x-permission": "authenticated"},
)
async def get_order(order_id: UUID, service: OrderServiceDep) -> Order:
    """Get an order."""
    return await service.get(order_id)


@router.patch(
    "/{order_id}",
    response_model=OrderResponse,
    dependencies=[Depends(require_role("sales"))],
    responses=error_responses(403, 404, 409),
    openapi_extra={"x-permission": "role:sales"},
)
async def update_order(
    order_id: UUID, payload: OrderUpdate, user: CurrentUser, service: OrderServiceDep
) -> Order:
    """Change an order: fields that are left out stay as they are."""
    return await service.update(order_id, payload, by=user)


@router.delete(
    "/{order_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(require_role(ADMIN))],
    responses=error_responses(403, 404, 409),
    openapi_extra={"x-permission": "admin"},
)
async def delete_order(order_id: UUID, service: OrderServiceDep) -> None:
    """Delete an order."""
    await service.delete(order_id)
