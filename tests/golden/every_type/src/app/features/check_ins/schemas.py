"""What requests and responses about check-ins hold."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from app.shared.decimals import Digits, PlainDecimal
from app.shared.filters import OneOf, SearchText, sort_by
from app.shared.includes import include_of
from app.shared.pagination import CursorParams
from app.shared.schemas import (
    InputSchema,
    Int32,
    OutputSchema,
    QueryInt32,
    QueryInt64,
    Storable,
    UtcDatetime,
)


class CheckInCreate(InputSchema):
    """What it takes to create a check-in."""

    booking_id: Int32 | None = None
    gate: Annotated[str, Field(max_length=20), Storable]
    temperature: Annotated[Decimal, Digits(4, 1)] | None = None
    comment: Annotated[str, Field(max_length=500), Storable] | None = None


class CheckInResponse(OutputSchema):
    """What clients are told of a check-in."""

    id: int
    booking_id: int | None
    gate: str
    at: datetime
    temperature: PlainDecimal | None
    comment: str | None
    created_at: datetime
    updated_at: datetime


class CheckInFilters(CursorParams):
    """Which check-ins to list."""

    page_size: int = Field(default=50, ge=1, le=200)
    include: str | None = include_of("booking")
    sort: str | None = sort_by("gate", "at", "temperature", "id", "created_at")
    q: SearchText | None = None
    gate: Annotated[str, Field(max_length=20), Storable] | None = None
    gate__in: OneOf[Annotated[str, Field(max_length=20), Storable]] | None = None
    at: UtcDatetime | None = None
    at__gt: UtcDatetime | None = None
    at__gte: UtcDatetime | None = None
    at__lt: UtcDatetime | None = None
    at__lte: UtcDatetime | None = None
    at__in: OneOf[UtcDatetime] | None = None
    temperature: Annotated[Decimal, Digits(4, 1)] | None = None
    temperature__gt: Annotated[Decimal, Digits(4, 1)] | None = None
    temperature__gte: Annotated[Decimal, Digits(4, 1)] | None = None
    temperature__lt: Annotated[Decimal, Digits(4, 1)] | None = None
    temperature__lte: Annotated[Decimal, Digits(4, 1)] | None = None
    temperature__in: OneOf[Annotated[Decimal, Digits(4, 1)]] | None = None
    booking_id: QueryInt32 | None = None
    booking_id__in: OneOf[QueryInt32] | None = None
    id: QueryInt64 | None = None
    id__in: OneOf[QueryInt64] | None = None
    created_at: UtcDatetime | None = None
    created_at__gt: UtcDatetime | None = None
    created_at__gte: UtcDatetime | None = None
    created_at__lt: UtcDatetime | None = None
    created_at__lte: UtcDatetime | None = None
    created_at__in: OneOf[UtcDatetime] | None = None
