"""Makes products for tests."""

from decimal import Decimal
from typing import Any

from app.features.products.models import Product
from app.features.products.schemas import ProductCreate
from tests.factories.base import Factory, pick


class ProductFactory(Factory[Product]):
    model = Product
    schema = ProductCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "sku": pick(
                index,
                [
                    "8OXDYF2",
                    "TK08XAA",
                    "EZTIIDZ89",
                    "SY7UDPWR2FGZL4C",
                    "VIH2",
                    "XJHP",
                    "W9I83FR3XX",
                    "RELO4KOOXE",
                ],
            ),
            "title": pick(index, ["delta", "fjord", "ember"]),
            "description": pick(index, ["inlet", "heath", "grove"]),
            "price": pick(index, [Decimal("12.60"), Decimal("12.61"), Decimal("12.59")]),
            "stock": pick(index, [3, 1, 2]),
            "tags": pick(index, [["item 5"], ["item 4", "item 1"], ["item 6", "item 1"]]),
        }
