"""The table of notices."""

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, TimestampMixin
from app.core.types import uuid7
from app.features.doors.models import Door


class Notice(TimestampMixin, Base):
    """A notice."""

    __tablename__ = "notices"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    door_id: Mapped[UUID] = mapped_column(ForeignKey("doors.id", ondelete="CASCADE"), index=True)
    body: Mapped[str] = mapped_column(String(200))
    door: Mapped[Door] = relationship(lazy="raise")
