"""The table of shifts."""

from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, TimestampMixin
from app.core.soft_delete import SoftDeleteMixin, index_of_deleted, unique_among_live
from app.core.types import ExactDecimal, checked_enum, uuid7
from app.features.events.models import Event
from app.features.helpers.models import Helper


class ShiftRole(StrEnum):
    """Values of ``role``."""

    DOOR = "door"
    BAR = "bar"
    STAGE = "stage"


class Shift(TimestampMixin, SoftDeleteMixin, Base):
    """A shift."""

    __tablename__ = "shifts"
    __table_args__ = (
        index_of_deleted(),
        unique_among_live("event_id", "role", "day"),
        Index(None, "day", "starts_at"),
        unique_among_live("helper_id", "day", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        # SQLite has no exact decimals: there they are whole numbers of their smallest unit.
        CheckConstraint("bonus <= pay * 1.5", name="bonus_is_small").ddl_if(dialect="postgresql"),
        CheckConstraint("bonus * 10 <= pay * 15", name="bonus_is_small").ddl_if(dialect="sqlite"),
        CheckConstraint("helper_id <> stand_in_id", name="somebody_else"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    helper_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("helpers.id", ondelete="SET NULL"), index=True
    )
    stand_in_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("helpers.id", ondelete="SET NULL"), index=True
    )
    day: Mapped[date] = mapped_column(Date)
    starts_at: Mapped[time] = mapped_column(Time)
    ends_at: Mapped[time] = mapped_column(Time)
    role: Mapped[ShiftRole] = mapped_column(checked_enum(ShiftRole, name="role"))
    pay: Mapped[Decimal] = mapped_column(ExactDecimal(8, 2))
    bonus: Mapped[Decimal] = mapped_column(ExactDecimal(8, 2), default=Decimal("0.00"))
    event: Mapped[Event] = relationship(lazy="raise", back_populates="shifts")
    helper: Mapped[Helper | None] = relationship(lazy="raise", foreign_keys=[helper_id])
    stand_in: Mapped[Helper | None] = relationship(lazy="raise", foreign_keys=[stand_in_id])
