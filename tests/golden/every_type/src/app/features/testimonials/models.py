"""The table of testimonials."""

from datetime import time, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Interval, String, Time
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, TimestampMixin
from app.core.types import ExactDecimal, uuid7


class Testimonial(TimestampMixin, Base):
    """A testimonial."""

    __tablename__ = "testimonials"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    author: Mapped[str] = mapped_column(String(80))
    given_at: Mapped[time] = mapped_column(Time)
    read_for: Mapped[timedelta] = mapped_column(Interval)
    weight: Mapped[Decimal] = mapped_column(
        ExactDecimal(18, 18), default=Decimal("0.000000000000000000")
    )
    worth: Mapped[Decimal] = mapped_column(ExactDecimal(18, 2))
