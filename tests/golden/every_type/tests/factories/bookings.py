"""Makes bookings for tests."""

from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.features.bookings.models import Booking
from app.features.bookings.schemas import BookingCreate
from tests.factories.base import Factory, pick
from tests.factories.events import EventFactory


class BookingFactory(Factory[Booking]):
    model = Booking
    schema = BookingCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "seat": pick(index, [1, 2, 3]),
            "price_paid": pick(index, [Decimal("12.500"), Decimal("12.501"), Decimal("12.502")]),
            "note": pick(index, ["amber", "birch", "cedar"]),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return {
            "event_id": (await EventFactory.shared(session, index)).id,
            "ticket_of_id": (await EventFactory.shared(session, index)).id,
        }
