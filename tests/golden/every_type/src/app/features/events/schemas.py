"""What requests and responses about events hold."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool

from app.core.types import JsonDocument, utc_today
from app.features.events.models import EventStatus
from app.shared.decimals import Digits, PlainDecimal
from app.shared.filters import OneOf, QueryParams, SearchText, sort_by
from app.shared.includes import include_of
from app.shared.pagination import PageParams
from app.shared.schemas import (
    CalendarDate,
    Duration,
    Email,
    InputSchema,
    Int32,
    Int64,
    IpAddress,
    JsonData,
    JsonNumber,
    LinkedKeys,
    LocalTime,
    Omittable,
    OutputSchema,
    PatchSchema,
    QueryFlag,
    QueryFloat,
    QueryInt32,
    QueryInt64,
    Storable,
    UtcDatetime,
    WebUrl,
)

EventTitle = Annotated[str, Field(min_length=1, max_length=200), Storable]
EventSummary = Annotated[str, Field(max_length=5000), Storable]
EventSeats = Annotated[int, Field(ge=0, le=100000, multiple_of=10), JsonNumber]
EventRating = Annotated[float, Field(ge=0.0, le=5.0, allow_inf_nan=False), JsonNumber]
EventPrice = Annotated[Decimal, Digits(12, 2, ge=0)]
EventTags = Annotated[list[Annotated[str, Field(max_length=255), Storable]], Field(max_length=20)]
EventScores = Annotated[list[Int32], Field(max_length=100)]
EventType = Annotated[str, Field(max_length=30), Storable]
EventClass = Annotated[str, Field(max_length=10), Storable]


class EventCreate(InputSchema):
    """What it takes to create an event."""

    venue_id: Int64
    parent_id: UUID | None = None
    before_id: UUID | None = None
    code: Annotated[str, Field(min_length=4, max_length=12, pattern="^EV-[0-9]+$"), Storable]
    title: EventTitle = Field(description="What is on.")
    summary: EventSummary | None = None
    seats: EventSeats = 100
    rating: EventRating | None = None
    price: EventPrice = Decimal("0.00")
    is_public: StrictBool = True
    held_on: CalendarDate = Field(default_factory=utc_today)
    doors_at: LocalTime | None = None
    starts_at: UtcDatetime
    duration: Duration = timedelta(seconds=7200)
    reference: UUID | None = None
    contact: Email | None = None
    page: WebUrl | None = None
    created_from: IpAddress | None = None
    status: EventStatus = EventStatus.DRAFT
    attributes: JsonData = Field(default={})
    extra: JsonData | None = None
    tags: EventTags = Field(default=[])
    scores: EventScores | None = None
    metadata_: JsonData | None = Field(default=None, alias="metadata")
    type_: EventType = Field(default="concert", alias="type", examples=["concert", "talk", "fair"])
    class_: EventClass | None = Field(default=None, alias="class")
    host_ids: LinkedKeys[UUID] = Field(
        default=[], alias="hosts", description="Who looks after guests."
    )
    related_ids: LinkedKeys[UUID] = Field(default=[], alias="related")


class EventUpdate(PatchSchema):
    """What can be changed of an event."""

    venue_id: Omittable[Int64] = None
    parent_id: UUID | None = None
    before_id: UUID | None = None
    title: Omittable[EventTitle] = Field(default=None, description="What is on.")
    summary: EventSummary | None = None
    seats: Omittable[EventSeats] = None
    rating: EventRating | None = None
    price: Omittable[EventPrice] = None
    is_public: Omittable[StrictBool] = None
    held_on: Omittable[CalendarDate] = None
    doors_at: LocalTime | None = None
    starts_at: Omittable[UtcDatetime] = None
    duration: Omittable[Duration] = None
    reference: UUID | None = None
    contact: Email | None = None
    page: WebUrl | None = None
    created_from: IpAddress | None = None
    status: Omittable[EventStatus] = None
    attributes: Omittable[JsonData] = None
    extra: JsonData | None = None
    tags: Omittable[EventTags] = None
    scores: EventScores | None = None
    metadata_: JsonData | None = Field(default=None, alias="metadata")
    type_: Omittable[EventType] = Field(
        default=None, alias="type", examples=["concert", "talk", "fair"]
    )
    class_: EventClass | None = Field(default=None, alias="class")
    host_ids: Omittable[LinkedKeys[UUID]] = Field(
        default=None, alias="hosts", description="Who looks after guests."
    )
    related_ids: Omittable[LinkedKeys[UUID]] = Field(default=None, alias="related")


class EventFields(OutputSchema):
    """What clients are told of an event itself."""

    id: UUID
    venue_id: int
    parent_id: UUID | None
    before_id: UUID | None
    code: str
    title: str = Field(description="What is on.")
    summary: str | None
    seats: int
    views: int
    rating: float | None
    price: PlainDecimal
    is_public: bool
    held_on: date
    doors_at: LocalTime | None
    starts_at: datetime
    announced_at: datetime
    duration: Duration
    token: UUID
    reference: UUID | None
    contact: str | None
    page: str | None
    created_from: str | None
    status: EventStatus
    attributes: JsonDocument
    extra: JsonDocument | None
    tags: list[str]
    scores: list[int] | None
    metadata_: JsonDocument | None = Field(serialization_alias="metadata")
    type_: str = Field(serialization_alias="type", examples=["concert", "talk", "fair"])
    class_: str | None = Field(serialization_alias="class")
    created_at: datetime
    updated_at: datetime


class EventResponse(EventFields):
    """What clients are told of an event."""

    host_ids: list[UUID] = Field(serialization_alias="hosts", description="Who looks after guests.")
    related_ids: list[UUID] = Field(serialization_alias="related")


class EventInclude(QueryParams):
    """What a response about an event embeds."""

    include: str | None = include_of(
        "venue", "parent", "before", "shifts", "parts", "after", "related_from", "hosts", "related"
    )


class EventFilters(PageParams):
    """Which events to list."""

    page_size: int = Field(default=10, ge=1, le=50)
    include: str | None = include_of(
        "venue", "parent", "before", "shifts", "parts", "after", "related_from", "hosts", "related"
    )
    sort: str | None = sort_by(
        "title",
        "seats",
        "views",
        "rating",
        "price",
        "held_on",
        "starts_at",
        "duration",
        "status",
        "id",
        "created_at",
    )
    q: SearchText | None = None
    seats: QueryInt32 | None = None
    seats__gt: QueryInt32 | None = None
    seats__gte: QueryInt32 | None = None
    seats__lt: QueryInt32 | None = None
    seats__lte: QueryInt32 | None = None
    seats__in: OneOf[QueryInt32] | None = None
    rating: QueryFloat | None = None
    rating__gt: QueryFloat | None = None
    rating__gte: QueryFloat | None = None
    rating__lt: QueryFloat | None = None
    rating__lte: QueryFloat | None = None
    rating__in: OneOf[QueryFloat] | None = None
    price: Annotated[Decimal, Digits(12, 2)] | None = None
    price__gt: Annotated[Decimal, Digits(12, 2)] | None = None
    price__gte: Annotated[Decimal, Digits(12, 2)] | None = None
    price__lt: Annotated[Decimal, Digits(12, 2)] | None = None
    price__lte: Annotated[Decimal, Digits(12, 2)] | None = None
    price__in: OneOf[Annotated[Decimal, Digits(12, 2)]] | None = None
    is_public: QueryFlag | None = None
    held_on: CalendarDate | None = None
    held_on__gt: CalendarDate | None = None
    held_on__gte: CalendarDate | None = None
    held_on__lt: CalendarDate | None = None
    held_on__lte: CalendarDate | None = None
    held_on__in: OneOf[CalendarDate] | None = None
    doors_at: LocalTime | None = None
    doors_at__gt: LocalTime | None = None
    doors_at__gte: LocalTime | None = None
    doors_at__lt: LocalTime | None = None
    doors_at__lte: LocalTime | None = None
    doors_at__in: OneOf[LocalTime] | None = None
    starts_at: UtcDatetime | None = None
    starts_at__gt: UtcDatetime | None = None
    starts_at__gte: UtcDatetime | None = None
    starts_at__lt: UtcDatetime | None = None
    starts_at__lte: UtcDatetime | None = None
    starts_at__in: OneOf[UtcDatetime] | None = None
    contact: Email | None = None
    contact__in: OneOf[Email] | None = None
    created_from: IpAddress | None = None
    created_from__in: OneOf[IpAddress] | None = None
    status: EventStatus | None = None
    status__in: OneOf[EventStatus] | None = None
    type_: Annotated[str, Field(max_length=30), Storable] | None = Field(default=None, alias="type")
    type___in: OneOf[Annotated[str, Field(max_length=30), Storable]] | None = Field(
        default=None, alias="type__in"
    )
    venue_id: QueryInt64 | None = None
    venue_id__in: OneOf[QueryInt64] | None = None
    parent_id: UUID | None = None
    parent_id__in: OneOf[UUID] | None = None
    before_id: UUID | None = None
    before_id__in: OneOf[UUID] | None = None
    created_at: UtcDatetime | None = None
    created_at__gt: UtcDatetime | None = None
    created_at__gte: UtcDatetime | None = None
    created_at__lt: UtcDatetime | None = None
    created_at__lte: UtcDatetime | None = None
    created_at__in: OneOf[UtcDatetime] | None = None
    updated_at: UtcDatetime | None = None
    updated_at__gt: UtcDatetime | None = None
    updated_at__gte: UtcDatetime | None = None
    updated_at__lt: UtcDatetime | None = None
    updated_at__lte: UtcDatetime | None = None
    updated_at__in: OneOf[UtcDatetime] | None = None
