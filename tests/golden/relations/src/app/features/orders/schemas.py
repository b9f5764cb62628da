"""What requests and responses about orders hold."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.core.types import utc_now
from app.features.orders.models import OrderStatus
from app.shared.filters import OneOf, QueryParams, SearchText, sort_by
from app.shared.includes import include_of
from app.shared.pagination import PageParams
from app.shared.schemas import (
    InputSchema,
    LinkedKeys,
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
    label_ids: LinkedKeys[UUID] = Field(default=[], alias="labels")


class OrderUpdate(PatchSchema):
    """What can be changed of an order."""

    customer_id: Omittable[UUID] = None
    status: Omittable[OrderStatus] = None
    placed_at: Omittable[UtcDatetime] = None
    note: OrderNote | None = None
    label_ids: Omittable[LinkedKeys[UUID]] = Field(default=None, alias="labels")


class OrderFields(OutputSchema):
    """What clients are told of an order itself."""

    id: UUID
    customer_id: UUID
    number: str
    status: OrderStatus
    placed_at: datetime
    note: str | None
    created_at: datetime
    updated_at: datetime


class OrderResponse(OrderFields):
    """What clients are told of an order."""

    label_ids: list[UUID] = Field(serialization_alias="labels")


class OrderInclude(QueryParams):
    """What a response about an order embeds."""

    include: str | None = include_of("customer", "lines", "labels")


class OrderFilters(PageParams):
    """Which orders to list."""

    include: str | None = include_of("customer", "lines", "labels")
    sort: str | None = sort_by("placed_at")
    q: SearchText | None = None
    status: OrderStatus | None = None
    status__in: OneOf[OrderStatus] | None = None
    placed_at: UtcDatetime | None = None
    placed_at__gt: UtcDatetime | None = None
    placed_at__gte: UtcDatetime | None = None
    placed_at__lt: UtcDatetime | None = None
    placed_at__lte: UtcDatetime | None = None
    placed_at__in: OneOf[UtcDatetime] | None = None
    customer_id: UUID | None = None
    customer_id__in: OneOf[UUID] | None = None
