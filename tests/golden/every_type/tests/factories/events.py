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
                ["EV-27", "EV-7502", "EV-683", "EV-8", "EV-466", "EV-242194719", "EV-0", "EV-89"],
            ),
            "title": pick(index, ["delta", "fjord", "ember"]),
            "summary": pick(index, ["inlet", "heath", "grove"]),
            "seats": pick(index, [110, 120, 100]),
            "rating": pick(index, [1.153846153846154, 0.38461538461538464, 0.7692307692307693]),
            "price": pick(index, [Decimal("12.54"), Decimal("12.53"), Decimal("12.55")]),
            "is_public": pick(index, [True, False]),
            "held_on": pick(index, [date(2026, 12, 22), date(2026, 11, 21), date(2026, 10, 21)]),
            "doors_at": pick(index, [time(9, 5), time(10, 10), time(8, 0)]),
            "starts_at": pick(
                index,
                [
                    datetime(2026, 6, 19, 14, 30, tzinfo=UTC),
                    datetime(2026, 4, 18, 12, 30, tzinfo=UTC),
                    datetime(2026, 5, 19, 13, 30, tzinfo=UTC),
                ],
            ),
            "duration": pick(
                index,
                [timedelta(seconds=19800), timedelta(seconds=17100), timedelta(seconds=22500)],
            ),
            "reference": pick(
                index,
                [
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca409"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca40b"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca40a"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca400"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca401"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca402"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca403"),
                    UUID("1b4e28ba-2fa1-40d2-883f-0016d3cca404"),
                ],
            ),
            "contact": pick(index, ["barbara@example.com", "alan@example.com", "ada@example.com"]),
            "page": pick(
                index,
                [
                    "https://example.com/pages/5",
                    "https://example.com/pages/6",
                    "https://example.com/pages/4",
                ],
            ),
            "created_from": pick(index, ["2001:db8::3", "2001:db8::1", "2001:db8::2"]),
            "status": pick(
                index, [EventStatus.SOLD_OUT, EventStatus.ON_SALE, EventStatus.VALUE_2ND_EDITION]
            ),
            "attributes": pick(index, [{"key": "value 1"}, {"key": "value 3"}, {"key": "value 2"}]),
            "extra": pick(index, [{"key": "value 6"}, {"key": "value 5"}, {"key": "value 4"}]),
            "tags": pick(index, [["item 8", "item 1"], ["item 9"], ["item 7"]]),
            "scores": pick(index, [[12, 1], [10, 1], [11]]),
            "metadata_": pick(index, [{"key": "value 2"}, {"key": "value 1"}, {"key": "value 3"}]),
            "type_": pick(index, ["concert", "fair", "talk"]),
            "class_": pick(
                index, ["inlet", "heath", "grove", "amber", "birch", "cedar", "delta", "ember"]
            ),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return {
            "venue_id": (await VenueFactory.shared(session, index)).id,
        }
