"""Makes labels for tests."""

from typing import Any

from app.features.labels.models import Label
from app.features.labels.schemas import LabelCreate
from tests.factories.base import Factory, pick


class LabelFactory(Factory[Label]):
    model = Label
    schema = LabelCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "name": pick(
                index, ["birch", "amber", "cedar", "delta", "ember", "fjord", "grove", "heath"]
            ),
        }
