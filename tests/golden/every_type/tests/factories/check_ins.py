"""Makes check-ins for tests."""

from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.features.check_ins.models import CheckIn
from app.features.check_ins.schemas import CheckInCreate
from tests.factories.base import Factory, pick
from tests.factories.bookings import BookingFactory


class CheckInFactory(Factory[CheckIn]):
    model = CheckIn
    schema = CheckInCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "gate": pick(index, ["birch", "amber", "cedar"]),
            "temperature": pick(index, [Decimal("12.8"), Decimal("13.0"), Decimal("12.9")]),
            "comment": pick(index, ["inlet", "heath", "grove"]),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return {
            "booking_id": (await BookingFactory.shared(session, index)).id,
        }
