"""Makes customers for tests."""

from typing import Any

from app.features.customers.models import Customer, CustomerTier
from app.features.customers.schemas import CustomerCreate
from tests.factories.base import Factory, pick


class CustomerFactory(Factory[Customer]):
    model = Customer
    schema = CustomerCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "email": pick(
                index,
                [
                    "alan@example.com",
                    "ada@example.com",
                    "barbara@example.com",
                    "donald@example.com",
                    "edsger@example.com",
                    "frances@example.com",
                    "grace@example.com",
                    "john@example.com",
                ],
            ),
            "name": pick(index, ["delta", "fjord", "ember"]),
            "tier": pick(index, [CustomerTier.PLATINUM, CustomerTier.GOLD, CustomerTier.BASIC]),
        }
