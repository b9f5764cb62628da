"""The table of orders."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, TimestampMixin, VersionMixin
from app.core.soft_delete import SoftDeleteMixin, index_of_deleted, unique_among_live
from app.core.types import UtcDateTime, checked_enum, utc_now, uuid7
from app.features.customers.models import Customer

if TYPE_CHECKING:
    from app.features.labels.models import Label
    from app.features.order_lines.models import OrderLine


class OrderStatus(StrEnum):
    """Values of ``status``."""

    DRAFT = "draft"
    PAID = "paid"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


class OrderLabelsLink(Base):
    """A link of ``labels``."""

    __tablename__ = "orders_labels"

    order_id: Mapped[UUID] = mapped_column(
        ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True
    )
    label_id: Mapped[UUID] = mapped_column(
        ForeignKey("labels.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        info={"alias": "labels"},
    )


class Order(TimestampMixin, SoftDeleteMixin, VersionMixin, Base):
    """An order."""

    __tablename__ = "orders"
    __table_args__ = (
        unique_among_live("number"),
        index_of_deleted(),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    customer_id: Mapped[UUID] = mapped_column(
        ForeignKey("customers.id", ondelete="RESTRICT"), index=True
    )
    number: Mapped[str] = mapped_column(String(40))
    status: Mapped[OrderStatus] = mapped_column(
        checked_enum(OrderStatus, name="status"), default=OrderStatus.DRAFT, index=True
    )
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    note: Mapped[str | None] = mapped_column(Text)
    customer: Mapped[Customer] = relationship(lazy="raise", back_populates="orders")
    lines: Mapped[list["OrderLine"]] = relationship(
        foreign_keys="OrderLine.order_id",
        back_populates="order",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="OrderLine.id",
        lazy="raise",
    )
    labels: Mapped[list["Label"]] = relationship(
        secondary="orders_labels", viewonly=True, order_by="Label.id", lazy="raise"
    )
    label_links: Mapped[list[OrderLabelsLink]] = relationship(
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by=OrderLabelsLink.label_id,
        lazy="selectin",
    )

    @property
    def label_ids(self) -> list[UUID]:
        """The keys at the other end of ``label_links``."""
        return [link.label_id for link in self.label_links]

    @label_ids.setter
    def label_ids(self, keys: list[UUID]) -> None:
        kept = {link.label_id: link for link in self.label_links}
        self.label_links = [kept.get(key) or OrderLabelsLink(label_id=key) for key in keys]
