"""What requests and responses about orders hold."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.core.types import utc_now
from app.features.orders.models import OrderStatus
from app.shared.filters import SearchText, sort_by
from app.shared.pagination import PageParams
from app.shared.schemas import (
    InputSchema,
    Omittable,
    OutputSchema,
    PatchSchema,
    Storable,
    UtcDatetime,
)

OrderNote = Annotated[str, Field(max_length=10000), Storable]


class OrderCreate(InputSchema):
    """What it takes to create an order."""

    customer_id: UUID
    number: Annotated[str, Field(min_length=3, max_length=40), Storable]
    status: OrderStatus = OrderStatus.DRAFT
    placed_at: UtcDatetime = Field(default_factory=utc_now)
    note: OrderNote | None = None


class OrderUpdate(PatchSchema):
    """What can be changed of an order."""

    customer_id: Omittable[UUID] = None
    status: Omittable[OrderStatus] = None
    placed_at: Omittable[UtcDatetime] = None
    note: OrderNote | None = None


class OrderResponse(OutputSchema):
    """What clients are told of an order."""

    id: UUID
    customer_id: UUID
    number: str
    status: OrderStatus
    placed_at: datetime
    note: str | None
    created_at: datetime
    updated_at: datetime


class OrderFilters(PageParams):
    """Which orders to list."""

    sort: str | None = sort_by("placed_at")
    q: SearchText | None = None
    status: OrderStatus | None = None
    placed_at: UtcDatetime | None = None
    placed_at__gt: UtcDatetime | None = None
    placed_at__gte: UtcDatetime | None = None
    placed_at__lt: UtcDatetime | None = None
    placed_at__lte: UtcDatetime | None = None
    customer_id: UUID | None = None
