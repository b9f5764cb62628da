"""Makes order lines for tests."""

from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.features.order_lines.models import OrderLine
from app.features.order_lines.schemas import OrderLineCreate
from tests.factories.base import Factory, pick
from tests.factories.orders import OrderFactory
from tests.factories.products import ProductFactory


class OrderLineFactory(Factory[OrderLine]):
    model = OrderLine
    schema = OrderLineCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "quantity": pick(index, [2, 1, 3]),
            "unit_price": pick(index, [Decimal("12.53"), Decimal("12.55"), Decimal("12.54")]),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return {
            "order_id": (await OrderFactory.shared(session, index)).id,
            "product_id": (await ProductFactory.shared(session, index)).id,
        }
