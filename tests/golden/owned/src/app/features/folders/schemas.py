"""What requests and responses about folders hold."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.shared.filters import OneOf, QueryParams, sort_by
from app.shared.includes import include_of
from app.shared.pagination import PageParams
from app.shared.schemas import (
    InputSchema,
    LinkedKeys,
    Omittable,
    OutputSchema,
    PatchSchema,
    Storable,
)

FolderName = Annotated[str, Field(max_length=80), Storable]


class FolderCreate(InputSchema):
    """What it takes to create a folder."""

    cover_id: UUID | None = None
    inside_id: UUID | None = None
    copied_from_id: UUID | None = None
    name: FolderName
    order_ids: LinkedKeys[UUID] = Field(default=[], alias="orders")
    recommended_ids: LinkedKeys[UUID] = Field(default=[], alias="recommended")


class FolderUpdate(PatchSchema):
    """What can be changed of a folder."""

    cover_id: UUID | None = None
    inside_id: UUID | None = None
    name: Omittable[FolderName] = None
    order_ids: Omittable[LinkedKeys[UUID]] = Field(default=None, alias="orders")
    recommended_ids: Omittable[LinkedKeys[UUID]] = Field(default=None, alias="recommended")


class FolderFields(OutputSchema):
    """What clients are told of a folder itself."""

    id: UUID
    owner_id: UUID
    cover_id: UUID | None
    inside_id: UUID | None
    copied_from_id: UUID | None
    name: str
    created_at: datetime
    updated_at: datetime


class FolderResponse(FolderFields):
    """What clients are told of a folder."""

    order_ids: list[UUID] = Field(serialization_alias="orders")
    recommended_ids: list[UUID] = Field(serialization_alias="recommended")


class FolderInclude(QueryParams):
    """What a response about a folder embeds."""

    include: str | None = include_of("cover", "inside", "copied_from", "orders", "recommended")


class FolderFilters(PageParams):
    """Which folders to list."""

    include: str | None = include_of("cover", "inside", "copied_from", "orders", "recommended")
    sort: str | None = sort_by("name")
    cover_id: UUID | None = None
    cover_id__in: OneOf[UUID] | None = None
    inside_id: UUID | None = None
    inside_id__in: OneOf[UUID] | None = None
    copied_from_id: UUID | None = None
    copied_from_id__in: OneOf[UUID] | None = None
