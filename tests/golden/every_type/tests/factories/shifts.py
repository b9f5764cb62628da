"""Makes shifts for tests."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.features.shifts.models import Shift, ShiftRole
from app.features.shifts.schemas import ShiftCreate
from tests.factories.base import Factory, pick
from tests.factories.events import EventFactory
from tests.factories.helpers import HelperFactory


class ShiftFactory(Factory[Shift]):
    model = Shift
    schema = ShiftCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "day": pick(index, [date(2026, 2, 15), date(2026, 1, 15), date(2026, 3, 18)]),
            "starts_at": pick(index, [time(11, 15), time(13, 25), time(12, 20)]),
            "ends_at": pick(index, [time(19, 55), time(18, 50), time(16, 40)]),
            "role": pick(index, [ShiftRole.BAR, ShiftRole.STAGE, ShiftRole.DOOR]),
            "pay": pick(index, [Decimal("12.52"), Decimal("12.50"), Decimal("12.51")]),
            "bonus": pick(index, [Decimal("12.54"), Decimal("12.53"), Decimal("12.55")]),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return {
            "event_id": (await EventFactory.shared(session, index)).id,
            "helper_id": (await HelperFactory.shared(session, index)).id,
            "stand_in_id": (await HelperFactory.shared(session, index + 2)).id,
        }
