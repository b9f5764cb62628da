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
                    "TK08XAA",
                    "8OXDYF2",
                    "EZTIIDZ89",
                    "SY7UDPWR2FGZL4C",
                    "VIH2",
                    "XJHP",
                    "W9I83FR3XX",
                    "RELO4KOOXE",
                ],
            ),
            "title": pick(index, ["amber", "birch", "cedar"]),
            "description": pick(index, ["amber", "birch", "cedar"]),
            "price": pick(index, [Decimal("12.50"), Decimal("12.51"), Decimal("12.52")]),
            "stock": pick(index, [1, 2, 3]),
            "tags": pick(index, [["item 1"], ["item 2", "item 1"], ["item 3"]]),
        }
