"""What requests and responses about notes hold."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.shared.filters import SearchText
from app.shared.pagination import PageParams
from app.shared.schemas import InputSchema, Omittable, OutputSchema, PatchSchema, Storable

NoteTitle = Annotated[str, Field(max_length=120), Storable]
NoteBody = Annotated[str, Field(max_length=10000), Storable]


class NoteCreate(InputSchema):
    """What it takes to create a note."""

    title: NoteTitle
    body: NoteBody | None = None


class NoteUpdate(PatchSchema):
    """What can be changed of a note."""

    title: Omittable[NoteTitle] = None
    body: NoteBody | None = None


class NoteResponse(OutputSchema):
    """What clients are told of a note."""

    id: UUID
    title: str
    body: str | None
    created_at: datetime
    updated_at: datetime


class NoteFilters(PageParams):
    """Which notes to list."""

    q: SearchText | None = None
