"""What requests and responses about bookings hold."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.shared.decimals import Digits, PlainDecimal
from app.shared.filters import OneOf, QueryParams
from app.shared.includes import include_of
from app.shared.pagination import PageParams
from app.shared.schemas import (
    InputSchema,
    JsonNumber,
    Omittable,
    OutputSchema,
    PatchSchema,
    Storable,
)

BookingSeat = Annotated[int, Field(ge=1, le=500), JsonNumber]
BookingPricePaid = Annotated[Decimal, Digits(10, 3, ge=0, lt=100000)]
BookingNote = Annotated[str, Field(max_length=200), Storable]


class BookingCreate(InputSchema):
    """What it takes to create a booking."""

    event_id: UUID
    ticket_of_id: UUID | None = None
    seat: BookingSeat
    price_paid: BookingPricePaid = Decimal("0.000")
    note: BookingNote | None = None


class BookingUpdate(PatchSchema):
    """What can be changed of a booking."""

    ticket_of_id: UUID | None = None
    seat: Omittable[BookingSeat] = None
    price_paid: Omittable[BookingPricePaid] = None
    note: BookingNote | None = None


class BookingResponse(OutputSchema):
    """What clients are told of a booking."""

    id: int
    event_id: UUID
    ticket_of_id: UUID | None
    seat: int
    price_paid: PlainDecimal
    note: str | None
    created_at: datetime
    updated_at: datetime


class BookingInclude(QueryParams):
    """What a response about a booking embeds."""

    include: str | None = include_of("event", "ticket_of")


class BookingFilters(PageParams):
    """Which bookings to list."""

    include: str | None = include_of("event", "ticket_of")
    event_id: UUID | None = None
    event_id__in: OneOf[UUID] | None = None
