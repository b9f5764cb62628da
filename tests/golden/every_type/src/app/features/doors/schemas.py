"""What requests and responses about doors hold."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, Secret

from app.shared.schemas import HIDDEN, Omittable, OutputSchema, PatchSchema, Storable


class DoorUpdate(PatchSchema):
    """What can be changed of a door."""

    label: Omittable[Annotated[str, Field(max_length=20), Storable]] = None
    code: Omittable[
        Secret[Annotated[str, Field(max_length=128, json_schema_extra=HIDDEN), Storable]]
    ] = None


class DoorResponse(OutputSchema):
    """What clients are told of a door."""

    id: UUID
    label: str
    created_at: datetime
    updated_at: datetime
