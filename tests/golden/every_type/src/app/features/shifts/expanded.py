"""What responses about shifts hold with relations embedded."""

from app.features.events.schemas import EventResponse
from app.features.helpers.schemas import HelperResponse
from app.features.shifts.schemas import ShiftResponse
from app.shared.includes import ExpandedSchema
from app.shared.schemas import Omittable


class ShiftExpanded(ExpandedSchema, ShiftResponse):
    """What clients are told of a shift, with the relations that they ask for."""

    event: Omittable[EventResponse] = None
    helper: HelperResponse | None = None
    stand_in: HelperResponse | None = None
