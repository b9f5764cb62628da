"""What responses about helpers hold with relations embedded."""

from pydantic import Field

from app.features.events.schemas import EventResponse
from app.features.helpers.schemas import HelperResponse
from app.features.shifts.schemas import ShiftResponse
from app.shared.includes import ExpandedSchema


class HelperExpanded(ExpandedSchema, HelperResponse):
    """What clients are told of a helper, with the relations that they ask for."""

    next_shift: ShiftResponse | None = None
    hosted: list[EventResponse] = Field(default=[])
