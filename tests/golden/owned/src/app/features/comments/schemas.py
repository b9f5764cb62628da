"""What requests and responses about comments hold."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.shared.filters import OneOf
from app.shared.pagination import PageParams
from app.shared.schemas import InputSchema, Omittable, OutputSchema, PatchSchema, Storable

CommentContent = Annotated[str, Field(max_length=10000), Storable]


class CommentCreate(InputSchema):
    """What it takes to create a comment."""

    order_id: UUID
    note_id: UUID | None = None
    content: CommentContent


class CommentUpdate(PatchSchema):
    """What can be changed of a comment."""

    order_id: Omittable[UUID] = None
    content: Omittable[CommentContent] = None


class CommentResponse(OutputSchema):
    """What clients are told of a comment."""

    id: int
    order_id: UUID
    note_id: UUID | None
    content: str


class CommentFilters(PageParams):
    """Which comments to list."""

    order_id: UUID | None = None
    order_id__in: OneOf[UUID] | None = None
    note_id: UUID | None = None
    note_id__in: OneOf[UUID] | None = None
