"""Endpoints for warehouses."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, status

from app.dependencies import SessionDep
from app.features.warehouses.models import Warehouse
from app.features.warehouses.repository import WarehouseRepository
from app.features.warehouses.schemas import WarehouseCreate, WarehouseResponse, WarehouseUpdate
from app.features.warehouses.service import WarehouseService

router = APIRouter(prefix="/warehouses", tags=["warehouses"])


async def get_service(session: SessionDep) -> WarehouseService:
    """The service, within the transaction of the request."""
    return WarehouseService(WarehouseRepository(session))


ServiceDep = Annotated[WarehouseService, Depends(get_service)]


@router.get("", response_model=list[WarehouseResponse])
async def list_warehouses(
    service: ServiceDep, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> Sequence[Warehouse]:
    """The first warehouses."""
    return await service.find(limit)


@router.post("", status_code=status.HTTP_201_CREATED, response_model=WarehouseResponse)
async def create_warehouse(payload: WarehouseCreate, service: ServiceDep) -> Warehouse:
    """Create a warehouse."""
    return await service.create(payload)


@router.get("/{warehouse_id}", response_model=WarehouseResponse)
async def get_warehouse(warehouse_id: UUID, service: ServiceDep) -> Warehouse:
    """Get a warehouse."""
    return await service.get(warehouse_id)


@router.patch("/{warehouse_id}", response_model=WarehouseResponse)
async def update_warehouse(
    warehouse_id: UUID, payload: WarehouseUpdate, service: ServiceDep
) -> Warehouse:
    """Change a warehouse."""
    return await service.update(warehouse_id, payload)


@router.delete("/{warehouse_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_warehouse(warehouse_id: UUID, service: ServiceDep) -> None:
    """Delete a warehouse."""
    await service.delete(warehouse_id)


@router.post("/{warehouse_id}/cool", response_model=WarehouseResponse)
async def cool_warehouse(warehouse_id: UUID, service: ServiceDep) -> Warehouse:
    """Make a warehouse a cold one."""
    return await service.cool(warehouse_id)
