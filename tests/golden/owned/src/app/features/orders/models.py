"""The table of orders."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, TimestampMixin
from app.core.types import ExactDecimal, uuid7
from app.features.notes.models import Note


class Order(TimestampMixin, Base):
    """An order."""

    __tablename__ = "orders"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    note_id: Mapped[UUID] = mapped_column(ForeignKey("notes.id", ondelete="RESTRICT"), index=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    total: Mapped[Decimal] = mapped_column(ExactDecimal(12, 2), default=Decimal("0.00"))
    note: Mapped[Note] = relationship(lazy="raise")
