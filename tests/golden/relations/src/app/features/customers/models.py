"""The table of customers."""

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, TimestampMixin
from app.core.types import checked_enum, uuid7

if TYPE_CHECKING:
    from app.features.orders.models import Order


class CustomerTier(StrEnum):
    """Values of ``tier``."""

    BASIC = "basic"
    GOLD = "gold"
    PLATINUM = "platinum"


class Customer(TimestampMixin, Base):
    """A customer."""

    __tablename__ = "customers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    tier: Mapped[CustomerTier] = mapped_column(
        checked_enum(CustomerTier, name="tier"), default=CustomerTier.BASIC
    )
    orders: Mapped[list["Order"]] = relationship(
        foreign_keys="Order.customer_id",
        back_populates="customer",
        passive_deletes="all",
        order_by="Order.id",
        lazy="raise",
    )
