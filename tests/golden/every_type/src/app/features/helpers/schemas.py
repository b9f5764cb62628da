"""What requests and responses about helpers hold."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.shared.filters import OneOf, QueryParams
from app.shared.includes import include_of
from app.shared.pagination import PageParams
from app.shared.schemas import InputSchema, Omittable, OutputSchema, PatchSchema, Storable

HelperName = Annotated[str, Field(max_length=80), Storable]


class HelperCreate(InputSchema):
    """What it takes to create a helper."""

    next_shift_id: UUID | None = None
    name: HelperName


class HelperUpdate(PatchSchema):
    """What can be changed of a helper."""

    next_shift_id: UUID | None = None
    name: Omittable[HelperName] = None


class HelperResponse(OutputSchema):
    """What clients are told of a helper."""

    id: UUID
    next_shift_id: UUID | None
    name: str
    created_at: datetime
    updated_at: datetime


class HelperInclude(QueryParams):
    """What a response about a helper embeds."""

    include: str | None = include_of("next_shift", "hosted")


class HelperFilters(PageParams):
    """Which helpers to list."""

    include: str | None = include_of("next_shift", "hosted")
    next_shift_id: UUID | None = None
    next_shift_id__in: OneOf[UUID] | None = None
