"""What requests and responses about notes hold."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool

from app.shared.filters import OneOf, SearchText, sort_by
from app.shared.pagination import PageParams
from app.shared.schemas import (
    InputSchema,
    Omittable,
    OutputSchema,
    PatchSchema,
    QueryFlag,
    Storable,
)

NoteTitle = Annotated[str, Field(max_length=120), Storable]
NoteSlug = Annotated[str, Field(max_length=40), Storable]
NoteBody = Annotated[str, Field(max_length=10000), Storable]


class NoteCreate(InputSchema):
    """What it takes to create a note."""

    parent_id: UUID | None = None
    title: NoteTitle
    slug: NoteSlug
    pinned: StrictBool = False
    body: NoteBody | None = None


class NoteUpdate(PatchSchema):
    """What can be changed of a note."""

    parent_id: UUID | None = None
    title: Omittable[NoteTitle] = None
    slug: Omittable[NoteSlug] = None
    pinned: Omittable[StrictBool] = None
    body: NoteBody | None = None


class NoteResponse(OutputSchema):
    """What clients are told of a note."""

    id: UUID
    owner_id: UUID
    parent_id: UUID | None
    title: str
    slug: str
    pinned: bool
    body: str | None
    created_at: datetime
    updated_at: datetime


class NoteFilters(PageParams):
    """Which notes to list."""

    sort: str | None = sort_by("title")
    q: SearchText | None = None
    pinned: QueryFlag | None = None
    parent_id: UUID | None = None
    parent_id__in: OneOf[UUID] | None = None
