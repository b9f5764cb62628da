"""What requests and responses about testimonials hold."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.shared.decimals import Digits, PlainDecimal
from app.shared.filters import OneOf, SearchText
from app.shared.pagination import PageParams
from app.shared.schemas import (
    Duration,
    InputSchema,
    LocalTime,
    Omittable,
    OutputSchema,
    PatchSchema,
    Storable,
)

TestimonialAuthor = Annotated[str, Field(max_length=80), Storable]
TestimonialWeight = Annotated[Decimal, Digits(18, 18)]
TestimonialWorth = Annotated[Decimal, Digits(18, 2, ge=0)]


class TestimonialCreate(InputSchema):
    """What it takes to create a testimonial."""

    author: TestimonialAuthor
    given_at: LocalTime
    read_for: Duration
    weight: TestimonialWeight = Decimal("0.000000000000000000")
    worth: TestimonialWorth


class TestimonialUpdate(PatchSchema):
    """What can be changed of a testimonial."""

    author: Omittable[TestimonialAuthor] = None
    given_at: Omittable[LocalTime] = None
    read_for: Omittable[Duration] = None
    weight: Omittable[TestimonialWeight] = None
    worth: Omittable[TestimonialWorth] = None


class TestimonialResponse(OutputSchema):
    """What clients are told of a testimonial."""

    id: UUID
    author: str
    given_at: LocalTime
    read_for: Duration
    weight: PlainDecimal
    worth: PlainDecimal
    created_at: datetime
    updated_at: datetime


class TestimonialFilters(PageParams):
    """Which testimonials to list."""

    q: SearchText | None = None
    worth: Annotated[Decimal, Digits(18, 2)] | None = None
    worth__gt: Annotated[Decimal, Digits(18, 2)] | None = None
    worth__gte: Annotated[Decimal, Digits(18, 2)] | None = None
    worth__lt: Annotated[Decimal, Digits(18, 2)] | None = None
    worth__lte: Annotated[Decimal, Digits(18, 2)] | None = None
    worth__in: OneOf[Annotated[Decimal, Digits(18, 2)]] | None = None
