"""The table of events."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING
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
    utc_today,
    uuid7,
)
from app.features.venues.models import Venue

if TYPE_CHECKING:
    from app.features.helpers.models import Helper
    from app.features.shifts.models import Shift


class EventStatus(StrEnum):
    """Values of ``status``."""

    DRAFT = "draft"
    ON_SALE = "on sale"
    SOLD_OUT = "sold-out"
    VALUE_2ND_EDITION = "2nd edition"


class EventHostsLink(Base):
    """A link of ``hosts``."""

    __tablename__ = "events_hosts"

    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    helper_id: Mapped[UUID] = mapped_column(
        ForeignKey("helpers.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        info={"alias": "hosts"},
    )


class EventRelatedLink(Base):
    """A link of ``related``."""

    __tablename__ = "events_related"

    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    linked_event_id: Mapped[UUID] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        info={"alias": "related"},
    )


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
    before_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("events.id", ondelete="SET NULL"), unique=True
    )
    code: Mapped[str] = mapped_column(String(12), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str | None] = mapped_column(Text)
    seats: Mapped[int] = mapped_column(Integer, default=100)
    views: Mapped[int] = mapped_column(BigInteger, default=0)
    rating: Mapped[float | None] = mapped_column(Double)
    price: Mapped[Decimal] = mapped_column(ExactDecimal(12, 2), default=Decimal("0.00"))
    is_public: Mapped[bool] = mapped_column(Boolean, default=True)
    held_on: Mapped[date] = mapped_column(Date, default=utc_today)
    doors_at: Mapped[time | None] = mapped_column(Time)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    duration: Mapped[timedelta] = mapped_column(Interval, default=timedelta(seconds=7200))
    token: Mapped[UUID] = mapped_column(Uuid, default=uuid4)
    reference: Mapped[UUID | None] = mapped_column(Uuid, unique=True)
    contact: Mapped[str | None] = mapped_column(String(254), index=True)
    page: Mapped[str | None] = mapped_column(String(2048))
    created_from: Mapped[str | None] = mapped_column(String(45))
    status: Mapped[EventStatus] = mapped_column(
        checked_enum(EventStatus, name="status"), default=EventStatus.DRAFT
    )
    attributes: Mapped[JsonDocument] = mapped_column(JSONVariant, default=dict)
    extra: Mapped[JsonDocument | None] = mapped_column(JSONVariant)
    tags: Mapped[list[str]] = mapped_column(JSONVariant, default=list)
    scores: Mapped[list[int] | None] = mapped_column(JSONVariant)
    metadata_: Mapped[JsonDocument | None] = mapped_column("metadata", JSONVariant)
    type_: Mapped[str] = mapped_column("type", String(30), default="concert")
    class_: Mapped[str | None] = mapped_column("class", String(10), unique=True)
    venue: Mapped[Venue] = relationship(lazy="raise", back_populates="events")
    parent: Mapped["Event | None"] = relationship(
        lazy="raise", back_populates="parts", foreign_keys=[parent_id], remote_side="Event.id"
    )
    before: Mapped["Event | None"] = relationship(
        lazy="raise", back_populates="after", foreign_keys=[before_id], remote_side="Event.id"
    )
    shifts: Mapped[list["Shift"]] = relationship(
        foreign_keys="Shift.event_id",
        back_populates="event",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Shift.id",
        lazy="raise",
    )
    parts: Mapped[list["Event"]] = relationship(
        foreign_keys="Event.parent_id",
        back_populates="parent",
        passive_deletes="all",
        order_by="Event.id",
        lazy="raise",
    )
    after: Mapped["Event | None"] = relationship(
        foreign_keys="Event.before_id", back_populates="before", passive_deletes="all", lazy="raise"
    )
    related_from: Mapped[list["Event"]] = relationship(
        secondary="events_related",
        primaryjoin="Event.id == EventRelatedLink.linked_event_id",
        secondaryjoin="Event.id == EventRelatedLink.event_id",
        viewonly=True,
        order_by="Event.id",
        lazy="raise",
    )
    hosts: Mapped[list["Helper"]] = relationship(
        secondary="events_hosts", viewonly=True, order_by="Helper.id", lazy="raise"
    )
    host_links: Mapped[list[EventHostsLink]] = relationship(
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by=EventHostsLink.helper_id,
        lazy="selectin",
    )
    related: Mapped[list["Event"]] = relationship(
        secondary="events_related",
        primaryjoin="Event.id == EventRelatedLink.event_id",
        secondaryjoin="Event.id == EventRelatedLink.linked_event_id",
        viewonly=True,
        order_by="Event.id",
        lazy="raise",
    )
    related_links: Mapped[list[EventRelatedLink]] = relationship(
        cascade="all, delete-orphan",
        passive_deletes=True,
        foreign_keys=[EventRelatedLink.event_id],
        order_by=EventRelatedLink.linked_event_id,
        lazy="selectin",
    )

    @property
    def host_ids(self) -> list[UUID]:
        """The keys at the other end of ``host_links``."""
        return [link.helper_id for link in self.host_links]

    @host_ids.setter
    def host_ids(self, keys: list[UUID]) -> None:
        kept = {link.helper_id: link for link in self.host_links}
        self.host_links = [kept.get(key) or EventHostsLink(helper_id=key) for key in keys]

    @property
    def related_ids(self) -> list[UUID]:
        """The keys at the other end of ``related_links``."""
        return [link.linked_event_id for link in self.related_links]

    @related_ids.setter
    def related_ids(self, keys: list[UUID]) -> None:
        kept = {link.linked_event_id: link for link in self.related_links}
        self.related_links = [
            kept.get(key) or EventRelatedLink(linked_event_id=key) for key in keys
        ]
