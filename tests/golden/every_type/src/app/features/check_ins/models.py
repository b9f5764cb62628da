"""The table of check-ins."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, TimestampMixin
from app.core.types import ExactDecimal, UtcDateTime, utc_now
from app.features.bookings.models import Booking


class CheckIn(TimestampMixin, Base):
    """A check-in."""

    __tablename__ = "check_ins"
    __table_args__ = (
        # SQLite would give a deleted row's key to the next one.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True
    )
    booking_id: Mapped[int | None] = mapped_column(
        ForeignKey("bookings.id", ondelete="SET NULL"), index=True
    )
    gate: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    temperature: Mapped[Decimal | None] = mapped_column(ExactDecimal(4, 1))
    comment: Mapped[str | None] = mapped_column(Text)
    booking: Mapped[Booking | None] = relationship(lazy="raise")
