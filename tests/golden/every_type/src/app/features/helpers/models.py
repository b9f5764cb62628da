"""The table of helpers."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, TimestampMixin
from app.core.types import uuid7

if TYPE_CHECKING:
    from app.features.events.models import Event
    from app.features.shifts.models import Shift


class Helper(TimestampMixin, Base):
    """A helper."""

    __tablename__ = "helpers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    next_shift_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("shifts.id", ondelete="SET NULL", use_alter=True), index=True
    )
    name: Mapped[str] = mapped_column(String(80))
    next_shift: Mapped["Shift | None"] = relationship(lazy="raise", foreign_keys=[next_shift_id])
    hosted: Mapped[list["Event"]] = relationship(
        secondary="events_hosts", viewonly=True, order_by="Event.id", lazy="raise"
    )
