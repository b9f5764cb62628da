"""Endpoints for orders."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from app.core.errors import error_responses
from app.dependencies import read_snapshot
from app.features.orders.dependencies import OrderServiceDep
from app.features.orders.expanded import OrderExpanded
from app.features.orders.models import Order
from app.features.orders.schemas import (
    OrderCreate,
    OrderFilters,
    OrderInclude,
    OrderResponse,
    OrderUpdate,
)
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
from app.shared.pagination import Page, PageOf
from app.shared.schemas import LinkedKeys

router = APIRouter(
    prefix="/orders",
    tags=["orders"],
    dependencies=[Depends(read_snapshot)],
)


@router.get(
    "",
    response_model=Page[OrderExpanded],
    response_model_exclude_unset=True,
    openapi_extra={"x-permission": "public"},
)
async def list_orders(
    service: OrderServiceDep, filters: Annotated[OrderFilters, Query()]
) -> PageOf[Order]:
    """List orders, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=OrderResponse,
    responses={201: VERSIONED, **error_responses(409)},
    openapi_extra={"x-permission": "public"},
)
async def create_order(
    payload: OrderCreate, service: OrderServiceDep, request: Request, response: Response
) -> Order:
    """Create an order."""
    order = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{order.id}"
    response.headers[ETAG] = etag(order.version)
    return order


@router.get(
    "/{order_id}",
    response_model=OrderExpanded,
    response_model_exclude_unset=True,
    responses={200: VERSIONED, 304: NOT_MODIFIED, **error_responses(404)},
    openapi_extra={"x-permission": "public", "parameters": [IF_NONE_MATCH_PARAMETER]},
)
async def get_order(
    order_id: UUID,
    service: OrderServiceDep,
    params: Annotated[OrderInclude, Query()],
    preconditions: PreconditionsDep,
    response: Response,
) -> Order | Response:
    """Get an order."""
    order = await service.get(order_id, params.include)
    # What is embedded has versions of its own.
    if params.include is not None:
        return order
    if preconditions.knows(order.version):
        return not_modified(order.version)
    response.headers[ETAG] = etag(order.version)
    return order


@router.patch(
    "/{order_id}",
    response_model=OrderResponse,
    responses={200: VERSIONED, **error_responses(404, 409, 412, 428)},
    openapi_extra={"x-permission": "public", "parameters": [IF_MATCH_PARAMETER]},
)
async def update_order(
    order_id: UUID,
    payload: OrderUpdate,
    service: OrderServiceDep,
    preconditions: PreconditionsDep,
    response: Response,
) -> Order:
    """Change an order: fields that are left out stay as they are."""
    order = await service.update(order_id, payload, preconditions)
    response.headers[ETAG] = etag(order.version)
    return order


@router.delete(
    "/{order_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409, 412, 428),
    openapi_extra={"x-permission": "public", "parameters": [IF_MATCH_PARAMETER]},
)
async def delete_order(
    order_id: UUID, service: OrderServiceDep, preconditions: PreconditionsDep
) -> None:
    """Delete an order."""
    await service.delete(order_id, preconditions)


@router.post(
    "/{order_id}/restore",
    response_model=OrderResponse,
    responses={200: VERSIONED, **error_responses(404, 409)},
    openapi_extra={"x-permission": "public"},
)
async def restore_order(order_id: UUID, service: OrderServiceDep, response: Response) -> Order:
    """Restore an order that was deleted."""
    order = await service.restore(order_id)
    response.headers[ETAG] = etag(order.version)
    return order


@router.get(
    "/{order_id}/labels", responses=error_responses(404), openapi_extra={"x-permission": "public"}
)
async def list_labels_of_order(order_id: UUID, service: OrderServiceDep) -> list[UUID]:
    """The keys in `labels` of an order."""
    return (await service.get(order_id)).label_ids


@router.put(
    "/{order_id}/labels",
    responses={200: VERSIONED, **error_responses(404, 409, 412, 428)},
    openapi_extra={"x-permission": "public", "parameters": [IF_MATCH_PARAMETER]},
)
async def set_labels_of_order(
    order_id: UUID,
    payload: LinkedKeys[UUID],
    service: OrderServiceDep,
    preconditions: PreconditionsDep,
    response: Response,
) -> list[UUID]:
    """Replace `labels` of an order."""
    change = OrderUpdate.model_validate({"labels": payload})
    order = await service.update(order_id, change, preconditions)
    response.headers[ETAG] = etag(order.version)
    return order.label_ids


@router.put(
    "/{order_id}/labels/{label_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses={204: VERSIONED, **error_responses(404, 409, 412, 428)},
    openapi_extra={"x-permission": "public", "parameters": [IF_MATCH_PARAMETER]},
)
async def add_label_to_order(
    order_id: UUID,
    label_id: UUID,
    service: OrderServiceDep,
    preconditions: PreconditionsDep,
    response: Response,
) -> None:
    """Add one to `labels` of an order."""
    order = await service.add_label(order_id, label_id, preconditions)
    response.headers[ETAG] = etag(order.version)


@router.delete(
    "/{order_id}/labels/{label_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses={204: VERSIONED, **error_responses(404, 412, 428)},
    openapi_extra={"x-permission": "public", "parameters": [IF_MATCH_PARAMETER]},
)
async def remove_label_from_order(
    order_id: UUID,
    label_id: UUID,
    service: OrderServiceDep,
    preconditions: PreconditionsDep,
    response: Response,
) -> None:
    """Take one out of `labels` of an order."""
    order = await service.remove_label(order_id, label_id, preconditions)
    response.headers[ETAG] = etag(order.version)
