"""What responses about venues hold with relations embedded."""

from pydantic import Field

from app.features.events.schemas import EventResponse
from app.features.venues.schemas import VenueResponse
from app.shared.includes import ExpandedSchema


class VenueExpanded(ExpandedSchema, VenueResponse):
    """What clients are told of a venue, with the relations that they ask for."""

    events: list[EventResponse] = Field(default=[])
