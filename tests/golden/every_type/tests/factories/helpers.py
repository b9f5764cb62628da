"""Makes helpers for tests."""

from typing import Any

from app.features.helpers.models import Helper
from app.features.helpers.schemas import HelperCreate
from tests.factories.base import Factory, pick


class HelperFactory(Factory[Helper]):
    model = Helper
    schema = HelperCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "name": pick(index, ["birch", "amber", "cedar"]),
        }
