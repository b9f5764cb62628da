"""The table of bookings."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, TimestampMixin, VersionMixin
from app.core.types import ExactDecimal
from app.features.events.models import Event


class Booking(TimestampMixin, VersionMixin, Base):
    """A booking."""

    __tablename__ = "bookings"
    __table_args__ = (
        # SQLite would give a deleted row's key to the next one.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    ticket_of_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("events.id", ondelete="SET NULL"), index=True
    )
    seat: Mapped[int] = mapped_column(Integer)
    price_paid: Mapped[Decimal] = mapped_column(ExactDecimal(10, 3), default=Decimal("0.000"))
    note: Mapped[str | None] = mapped_column(String(200))
    event: Mapped[Event] = relationship(lazy="raise", foreign_keys=[event_id])
    ticket_of: Mapped[Event | None] = relationship(lazy="raise", foreign_keys=[ticket_of_id])
