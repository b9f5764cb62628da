"""The table of comments."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base
from app.features.notes.models import Note
from app.features.orders.models import Order


class Comment(Base):
    """A comment."""

    __tablename__ = "comments"
    __table_args__ = (
        # SQLite would give a deleted row's key to the next one.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True
    )
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    note_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("notes.id", ondelete="SET NULL"), index=True
    )
    content: Mapped[str] = mapped_column(Text)
    order: Mapped[Order] = relationship(lazy="raise")
    note: Mapped[Note | None] = relationship(lazy="raise")
