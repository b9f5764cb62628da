"""Queries on check-ins."""

from typing import Self

from app.features.check_ins.models import CheckIn
from app.features.check_ins.schemas import CheckInFilters
from app.shared.cursor import CursorCodec
from app.shared.filters import conditions, parse_sort, search
from app.shared.includes import included
from app.shared.pagination import CursorPageOf
from app.shared.repository import Repository


class CheckInRepository(Repository[CheckIn]):
    """Queries on the table of check-ins."""

    model = CheckIn

    def including(self, include: str | None) -> Self:
        """The same queries, which load the relations that a request names."""
        return self.embedding(included(include, {"booking": CheckIn.booking}))

    async def find(self, filters: CheckInFilters, codec: CursorCodec) -> CursorPageOf[CheckIn]:
        """One page of the check-ins that meet the filters."""
        return await self.including(filters.include).list_cursor(
            filters,
            codec,
            where=[*conditions(CheckIn, filters), *search(filters.q, [CheckIn.comment])],
            sorts=parse_sort(
                filters.sort,
                {
                    "gate": CheckIn.gate,
                    "at": CheckIn.at,
                    "temperature": CheckIn.temperature,
                    "id": CheckIn.id,
                    "created_at": CheckIn.created_at,
                },
            ),
        )
