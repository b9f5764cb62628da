"""What requests and responses about notices hold."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.shared.schemas import InputSchema, OutputSchema, Storable


class NoticeCreate(InputSchema):
    """What it takes to create a notice."""

    door_id: UUID
    body: Annotated[str, Field(max_length=200), Storable]


class NoticeResponse(OutputSchema):
    """What clients are told of a notice."""

    id: UUID
    door_id: UUID
    body: str
    created_at: datetime
    updated_at: datetime
