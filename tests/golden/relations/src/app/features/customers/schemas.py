"""What requests and responses about customers hold."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.features.customers.models import CustomerTier
from app.shared.filters import OneOf, QueryParams, SearchText, sort_by
from app.shared.includes import include_of
from app.shared.pagination import PageParams
from app.shared.schemas import Email, InputSchema, Omittable, OutputSchema, PatchSchema, Storable

CustomerName = Annotated[str, Field(min_length=1, max_length=120), Storable]


class CustomerCreate(InputSchema):
    """What it takes to create a customer."""

    email: Email
    name: CustomerName
    tier: CustomerTier = CustomerTier.BASIC


class CustomerUpdate(PatchSchema):
    """What can be changed of a customer."""

    email: Omittable[Email] = None
    name: Omittable[CustomerName] = None
    tier: Omittable[CustomerTier] = None


class CustomerResponse(OutputSchema):
    """What clients are told of a customer."""

    id: UUID
    email: str
    name: str
    tier: CustomerTier
    created_at: datetime
    updated_at: datetime


class CustomerInclude(QueryParams):
    """What a response about a customer embeds."""

    include: str | None = include_of("orders")


class CustomerFilters(PageParams):
    """Which customers to list."""

    include: str | None = include_of("orders")
    sort: str | None = sort_by("name")
    q: SearchText | None = None
    tier: CustomerTier | None = None
    tier__in: OneOf[CustomerTier] | None = None
