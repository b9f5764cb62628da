"""What responses about orders hold with relations embedded."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from app.features.customers.schemas import CustomerResponse
from app.features.labels.schemas import LabelResponse
from app.features.order_lines.schemas import OrderLineResponse
from app.features.orders.schemas import OrderFields
from app.shared.includes import ExpandedSchema
from app.shared.schemas import Omittable


class OrderExpanded(ExpandedSchema, OrderFields):
    """What clients are told of an order, with the relations that they ask for."""

    _linked: ClassVar[Mapping[str, str]] = {"label_ids": "labels"}

    customer: Omittable[CustomerResponse] = None
    lines: list[OrderLineResponse] = Field(default=[])
    label_ids: list[LabelResponse] | list[UUID] = Field(serialization_alias="labels")
