"""Endpoints for orders."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.orders.dependencies import OrderServiceDep
from app.features.orders.models import Order
from app.features.orders.schemas import OrderCreate, OrderFilters, OrderResponse, OrderUpdate
from app.shared.pagination import Page, PageOf

router = APIRouter(prefix="/orders", tags=["orders"])


@router.get("", response_model=Page[OrderResponse])
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
)
async def create_order(
    payload: OrderCreate, service: OrderServiceDep, request: Request, response: Response
) -> Order:
    """Create an order."""
    order = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{order.id}"
    return order


@router.get("/{order_id}", response_model=OrderResponse, responses=error_responses(404))
async def get_order(order_id: UUID, service: OrderServiceDep) -> Order:
    """Get an order."""
    return await service.get(order_id)


@router.patch(
    "/{order_id}",
    response_model=OrderResponse,
    responses=error_responses(404),
)
async def update_order(order_id: UUID, payload: OrderUpdate, service: OrderServiceDep) -> Order:
    """Change an order: fields that are left out stay as they are."""
    return await service.update(order_id, payload)


@router.delete(
    "/{order_id}", status_code=status.HTTP_204_NO_CONTENT, responses=error_responses(404, 409)
)
async def delete_order(order_id: UUID, service: OrderServiceDep) -> None:
    """Delete an order."""
    await service.delete(order_id)
