"""The table of venues."""

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base

if TYPE_CHECKING:
    from app.features.events.models import Event


class Venue(Base):
    """A venue."""

    __tablename__ = "event_venues"
    __table_args__ = (
        # SQLite would give a deleted row's key to the next one.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(80), unique=True)
    website: Mapped[str | None] = mapped_column(String(2048))
    events: Mapped[list["Event"]] = relationship(
        foreign_keys="Event.venue_id",
        back_populates="venue",
        passive_deletes="all",
        order_by="Event.id",
        lazy="raise",
    )
