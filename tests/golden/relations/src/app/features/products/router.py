"""Endpoints for products."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.products.dependencies import ProductServiceDep
from app.features.products.models import Product
from app.features.products.schemas import (
    ProductCreate,
    ProductFilters,
    ProductResponse,
    ProductUpdate,
)
from app.shared.pagination import Page, PageOf

router = APIRouter(prefix="/products", tags=["products"])


@router.get("", response_model=Page[ProductResponse], openapi_extra={"x-permission": "public"})
async def list_products(
    service: ProductServiceDep, filters: Annotated[ProductFilters, Query()]
) -> PageOf[Product]:
    """List products, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=ProductResponse,
    responses=error_responses(409),
    openapi_extra={"x-permission": "public"},
)
async def create_product(
    payload: ProductCreate, service: ProductServiceDep, request: Request, response: Response
) -> Product:
    """Create a product."""
    product = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{product.id}"
    return product


@router.get(
    "/{product_id}",
    response_model=ProductResponse,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def get_product(product_id: UUID, service: ProductServiceDep) -> Product:
    """Get a product."""
    return await service.get(product_id)


@router.patch(
    "/{product_id}",
    response_model=ProductResponse,
    responses=error_responses(404),
    openapi_extra={"x-permission": "public"},
)
async def update_product(
    product_id: UUID, payload: ProductUpdate, service: ProductServiceDep
) -> Product:
    """Change a product: fields that are left out stay as they are."""
    return await service.update(product_id, payload)


@router.delete(
    "/{product_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "public"},
)
async def delete_product(product_id: UUID, service: ProductServiceDep) -> None:
    """Delete a product."""
    await service.delete(product_id)
