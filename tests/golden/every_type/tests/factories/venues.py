"""Makes venues for tests."""

from typing import Any

from app.features.venues.models import Venue
from app.features.venues.schemas import VenueCreate
from tests.factories.base import Factory, pick


class VenueFactory(Factory[Venue]):
    model = Venue
    schema = VenueCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "name": pick(
                index, ["birch", "amber", "cedar", "delta", "ember", "fjord", "grove", "heath"]
            ),
            "website": pick(
                index,
                [
                    "https://example.com/pages/4",
                    "https://example.com/pages/6",
                    "https://example.com/pages/5",
                ],
            ),
        }
