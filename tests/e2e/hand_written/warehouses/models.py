"""The table of warehouses."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base
from app.core.types import uuid7


class Climate(StrEnum):
    """What a warehouse can keep."""

    AMBIENT = "ambient"
    COLD = "cold"


class Warehouse(Base):
    """A warehouse."""

    __tablename__ = "warehouses"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(60))
    capacity: Mapped[int]
    climate: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str] = mapped_column(String(20))
    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"))
