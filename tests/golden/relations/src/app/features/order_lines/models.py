"""The table of order lines."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, TimestampMixin
from app.core.soft_delete import SoftDeleteMixin, index_of_deleted, unique_among_live
from app.core.types import ExactDecimal, uuid7
from app.features.orders.models import Order
from app.features.products.models import Product


class OrderLine(TimestampMixin, SoftDeleteMixin, Base):
    """An order line."""

    __tablename__ = "order_lines"
    __table_args__ = (
        index_of_deleted(),
        unique_among_live("order_id", "product_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    product_id: Mapped[UUID] = mapped_column(
        ForeignKey("products.id", ondelete="RESTRICT"), index=True
    )
    quantity: Mapped[int] = mapped_column(Integer)
    unit_price: Mapped[Decimal] = mapped_column(ExactDecimal(10, 2))
    order: Mapped[Order] = relationship(lazy="raise", back_populates="lines")
    product: Mapped[Product] = relationship(lazy="raise")
