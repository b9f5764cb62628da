"""Makes orders for tests."""

from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.features.orders.models import Order
from app.features.orders.schemas import OrderCreate
from tests.factories.base import pick
from tests.factories.notes import NoteFactory
from tests.owners import OwnedFactory


class OrderFactory(OwnedFactory[Order]):
    model = Order
    schema = OrderCreate
    path = "/api/v1/orders"

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "number": pick(
                index, ["birch", "amber", "cedar", "delta", "ember", "fjord", "grove", "heath"]
            ),
            "total": pick(index, [Decimal("12.53"), Decimal("12.55"), Decimal("12.54")]),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return await super().references(session, index) | {
            "note_id": (await NoteFactory.shared(session, index)).id,
        }
