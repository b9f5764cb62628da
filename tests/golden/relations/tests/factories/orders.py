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
                index, ["birch", "amber", "cedar", "delta", "ember", "fjord", "grove", "heath"]
            ),
            "status": pick(index, [OrderStatus.DRAFT, OrderStatus.CANCELLED, OrderStatus.PAID]),
            "placed_at": pick(
                index,
                [
                    datetime(2026, 9, 20, 17, 30, tzinfo=UTC),
                    datetime(2026, 8, 20, 16, 30, tzinfo=UTC),
                    datetime(2026, 7, 20, 15, 30, tzinfo=UTC),
                ],
            ),
            "note": pick(index, ["knoll", "larch", "jetty"]),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return {
            "customer_id": (await CustomerFactory.shared(session, index)).id,
        }
