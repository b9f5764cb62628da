"""Endpoints for order lines."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.order_lines.dependencies import OrderLineServiceDep
from app.features.order_lines.expanded import OrderLineExpanded
from app.features.order_lines.models import OrderLine
from app.features.order_lines.schemas import (
    OrderLineCreate,
    OrderLineFilters,
    OrderLineInclude,
    OrderLineResponse,
    OrderLineUpdate,
)
from app.shared.pagination import Page, PageOf

router = APIRouter(prefix="/order-lines", tags=["order lines"])


@router.get(
    "",
    response_model=Page[OrderLineExpanded],
    response_model_exclude_unset=True,
    openapi_extra={"x-permission": "public"},
)
async def list_order_lines(
    service: OrderLineServiceDep, filters: Annotated[OrderLineFilters, Query()]
) -> PageOf[OrderLine]:
    """List order lines, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=OrderLineResponse,
    responses=error_responses(409),
    openapi_extra={"x-permission": "public"},
)
async def create_order_line(
    payload: OrderLineCreate, service: OrderLineServiceDep, request: Request, response: Response
) -> OrderLine:
    """Create an order line."""
    order_line = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{order_line.id}"
    return order_line


@router.get(
    "/{order_line_id}",
    response_model=OrderLineExpanded,
    response_model_exclude_unset=True,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def get_order_line(
    order_line_id: UUID, service: OrderLineServiceDep, params: Annotated[OrderLineInclude, Query()]
) -> OrderLine:
    """Get an order line."""
    return await service.get(order_line_id, params.include)


@router.patch(
    "/{order_line_id}",
    response_model=OrderLineResponse,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def update_order_line(
    order_line_id: UUID, payload: OrderLineUpdate, service: OrderLineServiceDep
) -> OrderLine:
    """Change an order line: fields that are left out stay as they are."""
    return await service.update(order_line_id, payload)


@router.delete(
    "/{order_line_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def delete_order_line(order_line_id: UUID, service: OrderLineServiceDep) -> None:
    """Delete an order line."""
    await service.delete(order_line_id)


@router.post(
    "/{order_line_id}/restore",
    response_model=OrderLineResponse,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def restore_order_line(order_line_id: UUID, service: OrderLineServiceDep) -> OrderLine:
    """Restore an order line that was deleted."""
    return await service.restore(order_line_id)
