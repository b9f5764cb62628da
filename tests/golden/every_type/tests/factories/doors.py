"""Makes doors for tests."""

from typing import Any

from app.features.doors.models import Door
from app.features.doors.schemas import DoorUpdate
from tests.factories.base import Factory, pick


class DoorFactory(Factory[Door]):
    model = Door
    schema = DoorUpdate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "label": pick(
                index, ["birch", "amber", "cedar", "delta", "ember", "fjord", "grove", "heath"]
            ),
        }

    @classmethod
    def secrets(cls, index: int) -> dict[str, str]:
        return {
            "code": pick(index, ["4071-?x", "4684-?x", "5297-?x"]),
        }
