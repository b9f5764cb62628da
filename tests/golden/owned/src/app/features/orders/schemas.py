"""What requests and responses about orders hold."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.shared.decimals import Digits, PlainDecimal
from app.shared.filters import OneOf, sort_by
from app.shared.pagination import PageParams
from app.shared.schemas import InputSchema, Omittable, OutputSchema, PatchSchema, Storable

OrderNumber = Annotated[str, Field(max_length=40), Storable]
OrderTotal = Annotated[Decimal, Digits(12, 2, ge=0)]


class OrderCreate(InputSchema):
    """What it takes to create an order."""

    note_id: UUID
    number: OrderNumber
    total: OrderTotal = Decimal("0.00")


class OrderUpdate(PatchSchema):
    """What can be changed of an order."""

    note_id: Omittable[UUID] = None
    number: Omittable[OrderNumber] = None
    total: Omittable[OrderTotal] = None


class OrderResponse(OutputSchema):
    """What clients are told of an order."""

    id: UUID
    owner_id: UUID
    note_id: UUID
    number: str
    total: PlainDecimal
    created_at: datetime
    updated_at: datetime


class OrderFilters(PageParams):
    """Which orders to list."""

    sort: str | None = sort_by("total")
    note_id: UUID | None = None
    note_id__in: OneOf[UUID] | None = None
