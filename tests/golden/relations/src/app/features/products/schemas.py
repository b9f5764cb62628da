"""What requests and responses about products hold."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.shared.decimals import Digits, PlainDecimal
from app.shared.filters import OneOf, SearchText, sort_by
from app.shared.pagination import PageParams
from app.shared.schemas import (
    InputSchema,
    JsonNumber,
    Omittable,
    OutputSchema,
    PatchSchema,
    Storable,
)

ProductTitle = Annotated[str, Field(min_length=1, max_length=200), Storable]
ProductDescription = Annotated[str, Field(max_length=10000), Storable]
ProductPrice = Annotated[Decimal, Digits(10, 2, gt=0)]
ProductStock = Annotated[int, Field(ge=0, le=2147483647), JsonNumber]
ProductTags = Annotated[
    list[Annotated[str, Field(max_length=255), Storable]], Field(max_length=100)
]


class ProductCreate(InputSchema):
    """What it takes to create a product."""

    sku: Annotated[str, Field(max_length=20, pattern="^[A-Z0-9-]{4,20}$"), Storable]
    title: ProductTitle
    description: ProductDescription | None = None
    price: ProductPrice
    stock: ProductStock = 0
    tags: ProductTags = Field(default=[])


class ProductUpdate(PatchSchema):
    """What can be changed of a product."""

    title: Omittable[ProductTitle] = None
    description: ProductDescription | None = None
    price: Omittable[ProductPrice] = None
    stock: Omittable[ProductStock] = None
    tags: Omittable[ProductTags] = None


class ProductResponse(OutputSchema):
    """What clients are told of a product."""

    id: UUID
    sku: str
    title: str
    description: str | None
    price: PlainDecimal
    stock: int
    tags: list[str]
    created_at: datetime
    updated_at: datetime


class ProductFilters(PageParams):
    """Which products to list."""

    sort: str | None = sort_by("title", "price")
    q: SearchText | None = None
    price: Annotated[Decimal, Digits(10, 2)] | None = None
    price__gt: Annotated[Decimal, Digits(10, 2)] | None = None
    price__gte: Annotated[Decimal, Digits(10, 2)] | None = None
    price__lt: Annotated[Decimal, Digits(10, 2)] | None = None
    price__lte: Annotated[Decimal, Digits(10, 2)] | None = None
    price__in: OneOf[Annotated[Decimal, Digits(10, 2)]] | None = None
