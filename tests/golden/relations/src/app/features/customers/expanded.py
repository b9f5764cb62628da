"""What responses about customers hold with relations embedded."""

from pydantic import Field

from app.features.customers.schemas import CustomerResponse
from app.features.orders.schemas import OrderResponse
from app.shared.includes import ExpandedSchema


class CustomerExpanded(ExpandedSchema, CustomerResponse):
    """What clients are told of a customer, with the relations that they ask for."""

    orders: list[OrderResponse] = Field(default=[])
