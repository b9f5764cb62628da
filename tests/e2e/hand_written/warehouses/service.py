"""What can be done with warehouses."""

from collections.abc import Sequence
from uuid import UUID

from app.core.errors import ConflictError, NotFoundError
from app.features.warehouses.models import Climate, Warehouse
from app.features.warehouses.repository import WarehouseRepository
from app.features.warehouses.schemas import WarehouseCreate, WarehouseUpdate


class WarehouseNotFoundError(NotFoundError):
    """There is no such warehouse."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no warehouse {key}.")


class WarehouseService:
    """The rules that warehouses follow."""

    def __init__(self, repository: WarehouseRepository) -> None:
        self._repository = repository

    async def find(self, limit: int) -> Sequence[Warehouse]:
        """The first warehouses."""
        return await self._repository.find(limit)

    async def get(self, warehouse_id: UUID) -> Warehouse:
        """One warehouse.

        Raises:
            WarehouseNotFoundError: there is none with this key.
        """
        found = await self._repository.get(warehouse_id)
        if found is None:
            raise WarehouseNotFoundError(warehouse_id)
        return found

    async def create(self, payload: WarehouseCreate) -> Warehouse:
        """Store a new warehouse."""
        made = Warehouse(**payload.model_dump())
        await self._repository.add(made)
        return made

    async def update(self, warehouse_id: UUID, payload: WarehouseUpdate) -> Warehouse:
        """Change what the request names."""
        found = await self.get(warehouse_id)
        for name, value in payload.changes().items():
            setattr(found, name, value)
        return found

    async def delete(self, warehouse_id: UUID) -> None:
        """Delete a warehouse."""
        await self._repository.remove(await self.get(warehouse_id))

    async def cool(self, warehouse_id: UUID) -> Warehouse:
        """Make an ambient warehouse a cold one.

        Raises:
            ConflictError: it is cold already.
        """
        found = await self.get(warehouse_id)
        if found.climate == Climate.COLD:
            raise ConflictError("It is cold already.")
        found.climate = Climate.COLD
        return found
