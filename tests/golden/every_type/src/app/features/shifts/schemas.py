"""What requests and responses about shifts hold."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from app.features.shifts.models import ShiftRole
from app.shared.decimals import Digits, PlainDecimal
from app.shared.filters import OneOf, QueryParams
from app.shared.includes import include_of
from app.shared.pagination import PageParams
from app.shared.schemas import (
    CalendarDate,
    InputSchema,
    LocalTime,
    Omittable,
    OutputSchema,
    PatchSchema,
)

ShiftPay = Annotated[Decimal, Digits(8, 2)]
ShiftBonus = Annotated[Decimal, Digits(8, 2)]


class ShiftCreate(InputSchema):
    """What it takes to create a shift."""

    event_id: UUID
    helper_id: UUID | None = None
    stand_in_id: UUID | None = None
    day: CalendarDate
    starts_at: LocalTime
    ends_at: LocalTime
    role: ShiftRole
    pay: ShiftPay
    bonus: ShiftBonus = Decimal("0.00")


class ShiftUpdate(PatchSchema):
    """What can be changed of a shift."""

    event_id: Omittable[UUID] = None
    helper_id: UUID | None = None
    stand_in_id: UUID | None = None
    day: Omittable[CalendarDate] = None
    starts_at: Omittable[LocalTime] = None
    ends_at: Omittable[LocalTime] = None
    role: Omittable[ShiftRole] = None
    pay: Omittable[ShiftPay] = None
    bonus: Omittable[ShiftBonus] = None


class ShiftResponse(OutputSchema):
    """What clients are told of a shift."""

    id: UUID
    event_id: UUID
    helper_id: UUID | None
    stand_in_id: UUID | None
    day: date
    starts_at: LocalTime
    ends_at: LocalTime
    role: ShiftRole
    pay: PlainDecimal
    bonus: PlainDecimal
    created_at: datetime
    updated_at: datetime


class ShiftInclude(QueryParams):
    """What a response about a shift embeds."""

    include: str | None = include_of("event", "helper", "stand_in")


class ShiftFilters(PageParams):
    """Which shifts to list."""

    include: str | None = include_of("event", "helper", "stand_in")
    event_id: UUID | None = None
    event_id__in: OneOf[UUID] | None = None
    helper_id: UUID | None = None
    helper_id__in: OneOf[UUID] | None = None
    stand_in_id: UUID | None = None
    stand_in_id__in: OneOf[UUID] | None = None
