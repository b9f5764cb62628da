"""What responses about events hold with relations embedded."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from app.features.events.schemas import EventFields, EventResponse
from app.features.helpers.schemas import HelperResponse
from app.features.shifts.schemas import ShiftResponse
from app.features.venues.schemas import VenueResponse
from app.shared.includes import ExpandedSchema
from app.shared.schemas import Omittable


class EventExpanded(ExpandedSchema, EventFields):
    """What clients are told of an event, with the relations that they ask for."""

    _linked: ClassVar[Mapping[str, str]] = {"host_ids": "hosts", "related_ids": "related"}

    venue: Omittable[VenueResponse] = None
    parent: EventResponse | None = None
    before: EventResponse | None = None
    shifts: list[ShiftResponse] = Field(default=[])
    parts: list[EventResponse] = Field(default=[])
    after: EventResponse | None = None
    related_from: list[EventResponse] = Field(default=[])
    host_ids: list[HelperResponse] | list[UUID] = Field(serialization_alias="hosts")
    related_ids: list[EventResponse] | list[UUID] = Field(serialization_alias="related")
