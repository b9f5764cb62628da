"""Queries on warehouses."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.features.warehouses.models import Warehouse


class WarehouseRepository:
    """Queries on the table of warehouses."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, limit: int) -> Sequence[Warehouse]:
        """The first warehouses by name."""
        query = select(Warehouse).order_by(Warehouse.name).limit(limit)
        return (await self._session.scalars(query)).all()

    async def get(self, warehouse_id: UUID) -> Warehouse | None:
        """One warehouse."""
        return await self._session.get(Warehouse, warehouse_id)

    async def add(self, warehouse: Warehouse) -> None:
        """Store a new one."""
        self._session.add(warehouse)
        await self._session.flush()

    async def remove(self, warehouse: Warehouse) -> None:
        """Delete one."""
        await self._session.delete(warehouse)
        await self._session.flush()
