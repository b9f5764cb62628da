"""What requests and responses about warehouses hold."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.features.warehouses.models import Climate
from app.shared.schemas import InputSchema, Omittable, OutputSchema, PatchSchema, Storable

Name = Annotated[str, Field(min_length=2, max_length=60), Storable]
Capacity = Annotated[int, Field(gt=0, le=10_000)]


class WarehouseCreate(InputSchema):
    """What it takes to create a warehouse."""

    code: str = Field(pattern=r"^[A-Z]{2}-\d{3}$")
    name: Name
    capacity: Capacity
    climate: Climate = Climate.AMBIENT
    external_id: str = Field(max_length=20)
    customer_id: UUID


class WarehouseUpdate(PatchSchema):
    """What can be changed of a warehouse."""

    name: Omittable[Name] = None
    capacity: Omittable[Capacity] = None


class WarehouseResponse(OutputSchema):
    """What clients are told of a warehouse."""

    id: UUID
    code: str
    name: str
    capacity: int
    climate: Climate
    external_id: str
    customer_id: UUID
