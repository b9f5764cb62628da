"""Makes orders for tests."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.features.orders.models import Order, OrderStatus
from app.features.orders.schemas import OrderCreate
from tests.factories.base import Factory, pick
from tests.factories.customers import CustomerFactory


class OrderFactory(Factory[Order]):
    model = Order
    schema = OrderCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "number": pick(
                index, ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath"]
            ),
            "status": pick(index, [OrderStatus.DRAFT, OrderStatus.PAID, OrderStatus.SHIPPED]),
            "placed_at": pick(
                index,
                [
                    datetime(2026, 1, 15, 9, 30, tzinfo=UTC),
                    datetime(2026, 2, 15, 10, 30, tzinfo=UTC),
                    datetime(2026, 3, 18, 11, 30, tzinfo=UTC),
                ],
            ),
            "note": pick(index, ["amber", "birch", "cedar"]),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return {
            "customer_id": (await CustomerFactory.shared(session, index)).id,
        }
