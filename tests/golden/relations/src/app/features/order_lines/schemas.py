"""What requests and responses about order lines hold."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.shared.decimals import Digits, PlainDecimal
from app.shared.filters import OneOf, QueryParams
from app.shared.includes import include_of
from app.shared.pagination import PageParams
from app.shared.schemas import InputSchema, JsonNumber, Omittable, OutputSchema, PatchSchema

OrderLineQuantity = Annotated[int, Field(gt=0, le=2147483647), JsonNumber]
OrderLineUnitPrice = Annotated[Decimal, Digits(10, 2, ge=0)]


class OrderLineCreate(InputSchema):
    """What it takes to create an order line."""

    order_id: UUID
    product_id: UUID
    quantity: OrderLineQuantity
    unit_price: OrderLineUnitPrice


class OrderLineUpdate(PatchSchema):
    """What can be changed of an order line."""

    order_id: Omittable[UUID] = None
    product_id: Omittable[UUID] = None
    quantity: Omittable[OrderLineQuantity] = None
    unit_price: Omittable[OrderLineUnitPrice] = None


class OrderLineResponse(OutputSchema):
    """What clients are told of an order line."""

    id: UUID
    order_id: UUID
    product_id: UUID
    quantity: int
    unit_price: PlainDecimal
    created_at: datetime
    updated_at: datetime


class OrderLineInclude(QueryParams):
    """What a response about an order line embeds."""

    include: str | None = include_of("order", "product")


class OrderLineFilters(PageParams):
    """Which order lines to list."""

    include: str | None = include_of("order", "product")
    order_id: UUID | None = None
    order_id__in: OneOf[UUID] | None = None
    product_id: UUID | None = None
    product_id__in: OneOf[UUID] | None = None
