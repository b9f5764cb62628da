"""Queries on shifts."""

from typing import Self

from app.features.shifts.models import Shift
from app.features.shifts.schemas import ShiftFilters
from app.shared.filters import conditions
from app.shared.includes import included
from app.shared.pagination import PageOf
from app.shared.soft_delete import SoftDeleteRepository


class ShiftRepository(SoftDeleteRepository[Shift]):
    """Queries on the table of shifts."""

    model = Shift

    def including(self, include: str | None) -> Self:
        """The same queries, which load the relations that a request names."""
        return self.embedding(
            included(
                include, {"event": Shift.event, "helper": Shift.helper, "stand_in": Shift.stand_in}
            )
        )

    async def find(self, filters: ShiftFilters) -> PageOf[Shift]:
        """One page of the shifts that meet the filters."""
        return await self.including(filters.include).list_page(
            filters, where=conditions(Shift, filters)
        )
