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
            "author": pick(index, ["amber", "birch", "cedar"]),
            "given_at": pick(index, [time(8, 0), time(9, 5), time(10, 10)]),
            "read_for": pick(
                index, [timedelta(seconds=900), timedelta(seconds=3600), timedelta(seconds=6300)]
            ),
            "weight": pick(
                index,
                [
                    Decimal("0.499999999999999999"),
                    Decimal("0.500000000000000000"),
                    Decimal("0.500000000000000001"),
                ],
            ),
            "worth": pick(index, [Decimal("12.50"), Decimal("12.51"), Decimal("12.52")]),
        }
