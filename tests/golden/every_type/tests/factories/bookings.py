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
            "seat": pick(index, [2, 1, 3]),
            "price_paid": pick(index, [Decimal("12.503"), Decimal("12.505"), Decimal("12.504")]),
            "note": pick(index, ["inlet", "heath", "grove"]),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return {
            "event_id": (await EventFactory.shared(session, index)).id,
            "ticket_of_id": (await EventFactory.shared(session, index)).id,
        }
