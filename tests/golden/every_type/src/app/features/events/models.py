"""The table of events."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Double,
    ForeignKey,
    Integer,
    Interval,
    String,
    Text,
    Time,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, TimestampMixin
from app.core.types import (
    ExactDecimal,
    JsonDocument,
    JSONVariant,
    UtcDateTime,
    checked_enum,
    utc_now,
    uuid7,
)
from app.features.venues.models import Venue


class EventStatus(StrEnum):
    """Values of ``status``."""

    DRAFT = "draft"
    ON_SALE = "on sale"
    SOLD_OUT = "sold-out"
    VALUE_2ND_EDITION = "2nd edition"


class Event(TimestampMixin, Base):
    """An event."""

    __tablename__ = "events"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    venue_id: Mapped[int] = mapped_column(
        ForeignKey("event_venues.id", ondelete="RESTRICT"), index=True
    )
    parent_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("events.id", ondelete="SET NULL"), index=True
    )
    code: Mapped[str] = mapped_column(String(12), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str | None] = mapped_column(Text)
    seats: Mapped[int] = mapped_column(Integer)
    views: Mapped[int] = mapped_column(BigInteger, default=0)
    rating: Mapped[float | None] = mapped_column(Double)
    price: Mapped[Decimal] = mapped_column(ExactDecimal(12, 2))
    is_public: Mapped[bool] = mapped_column(Boolean)
    held_on: Mapped[date] = mapped_column(Date)
    doors_at: Mapped[time | None] = mapped_column(Time)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    duration: Mapped[timedelta] = mapped_column(Interval)
    token: Mapped[UUID] = mapped_column(Uuid, default=uuid4)
    reference: Mapped[UUID | None] = mapped_column(Uuid, unique=True)
    contact: Mapped[str | None] = mapped_column(String(254), index=True)
    page: Mapped[str | None] = mapped_column(String(2048))
    created_from: Mapped[str | None] = mapped_column(String(45))
    status: Mapped[EventStatus] = mapped_column(checked_enum(EventStatus, name="status"))
    attributes: Mapped[JsonDocument] = mapped_column(JSONVariant)
    extra: Mapped[JsonDocument | None] = mapped_column(JSONVariant)
    tags: Mapped[list[str]] = mapped_column(JSONVariant)
    scores: Mapped[list[int] | None] = mapped_column(JSONVariant)
    metadata_: Mapped[JsonDocument | None] = mapped_column("metadata", JSONVariant)
    type_: Mapped[str] = mapped_column("type", String(30))
    class_: Mapped[str | None] = mapped_column("class", String(10), unique=True)
    venue: Mapped[Venue] = relationship(lazy="raise")
    parent: Mapped["Event | None"] = relationship(lazy="raise", remote_side="Event.id")
