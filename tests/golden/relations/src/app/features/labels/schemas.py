"""What requests and responses about labels hold."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.shared.pagination import PageParams
from app.shared.schemas import InputSchema, Omittable, OutputSchema, PatchSchema, Storable

LabelName = Annotated[str, Field(max_length=40), Storable]


class LabelCreate(InputSchema):
    """What it takes to create a label."""

    name: LabelName


class LabelUpdate(PatchSchema):
    """What can be changed of a label."""

    name: Omittable[LabelName] = None


class LabelResponse(OutputSchema):
    """What clients are told of a label."""

    id: UUID
    name: str
    created_at: datetime
    updated_at: datetime


class LabelFilters(PageParams):
    """Which labels to list."""
