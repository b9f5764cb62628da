"""Makes events for tests."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.features.events.models import Event, EventStatus
from app.features.events.schemas import EventCreate
from tests.factories.base import Factory, pick
from tests.factories.venues import VenueFactory


class EventFactory(Factory[Event]):
    model = Event
    schema = EventCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "code": pick(
                index,
                ["EV-7502", "EV-27", "EV-683", "EV-8", "EV-466", "EV-242194719", "EV-0", "EV-89"],
            ),
            "title": pick(index, ["amber", "birch", "cedar"]),
            "summary": pick(index, ["amber", "birch", "cedar"]),
            "seats": pick(index, [10, 20, 30]),
            "rating": pick(index, [0.38461538461538464, 0.7692307692307693, 1.153846153846154]),
            "price": pick(index, [Decimal("12.50"), Decimal("12.51"), Decimal("12.52")]),
            "is_public": pick(index, [True, False]),
            "held_on": pick(index, [date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 18)]),
            "doors_at": pick(index, [time(8, 0), time(9, 5), time(10, 10)]),
            "starts_at": pick(
                index,
                [
                    datetime(2026, 1, 15, 9, 30, tzinfo=UTC),
                    datetime(2026, 2, 15, 10, 30, tzinfo=UTC),
                    datetime(2026, 3, 18, 11, 30, tzinfo=UTC),
                ],
            ),
            "duration": pick(
                index, [timedelta(seconds=900), timedelta(seconds=3600), timedelta(seconds=6300)]
            ),
            "reference": pick(
                index,
                [
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca400"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca401"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca402"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca403"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca404"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca405"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca406"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca407"),
                ],
            ),
            "contact": pick(index, ["ada@example.com", "alan@example.com", "barbara@example.com"]),
            "page": pick(
                index,
                [
                    "https://example.com/pages/1",
                    "https://example.com/pages/2",
                    "https://example.com/pages/3",
                ],
            ),
            "created_from": pick(index, ["192.0.2.1", "192.0.2.2", "192.0.2.3"]),
            "status": pick(index, [EventStatus.DRAFT, EventStatus.ON_SALE, EventStatus.SOLD_OUT]),
            "attributes": pick(index, [{"key": "value 1"}, {"key": "value 2"}, {"key": "value 3"}]),
            "extra": pick(index, [{"key": "value 1"}, {"key": "value 2"}, {"key": "value 3"}]),
            "tags": pick(index, [["item 1"], ["item 2", "item 1"], ["item 3"]]),
            "scores": pick(index, [[1], [2, 1], [3]]),
            "metadata_": pick(index, [{"key": "value 1"}, {"key": "value 2"}, {"key": "value 3"}]),
            "type_": pick(index, ["concert", "talk", "fair"]),
            "class_": pick(
                index, ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath"]
            ),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return {
            "venue_id": (await VenueFactory.shared(session, index)).id,
        }
