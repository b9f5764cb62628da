"""The table of doors."""

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, TimestampMixin, VersionMixin
from app.core.soft_delete import SoftDeleteMixin, index_of_deleted, unique_among_live
from app.core.types import uuid7


class Door(TimestampMixin, SoftDeleteMixin, VersionMixin, Base):
    """A door."""

    __tablename__ = "doors"
    __table_args__ = (
        unique_among_live("label"),
        index_of_deleted(),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    label: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(255))
