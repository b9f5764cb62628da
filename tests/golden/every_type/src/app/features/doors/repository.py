"""Queries on doors."""

from app.features.doors.models import Door
from app.shared.soft_delete import SoftDeleteRepository


class DoorRepository(SoftDeleteRepository[Door]):
    """Queries on the table of doors."""

    model = Door
