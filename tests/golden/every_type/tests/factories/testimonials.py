"""Makes testimonials for tests."""

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from app.features.testimonials.models import Testimonial
from app.features.testimonials.schemas import TestimonialCreate
from tests.factories.base import Factory, pick


class TestimonialFactory(Factory[Testimonial]):
    model = Testimonial
    schema = TestimonialCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "author": pick(index, ["birch", "amber", "cedar"]),
            "given_at": pick(index, [time(11, 15), time(13, 25), time(12, 20)]),
            "read_for": pick(
                index,
                [timedelta(seconds=22500), timedelta(seconds=19800), timedelta(seconds=17100)],
            ),
            "weight": pick(
                index,
                [
                    Decimal("0.500000000000000009"),
                    Decimal("0.500000000000000010"),
                    Decimal("0.500000000000000008"),
                ],
            ),
            "worth": pick(index, [Decimal("12.52"), Decimal("12.50"), Decimal("12.51")]),
        }
