"""Queries on labels."""

from app.features.labels.models import Label
from app.features.labels.schemas import LabelFilters
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class LabelRepository(Repository[Label]):
    """Queries on the table of labels."""

    model = Label

    async def find(self, filters: LabelFilters) -> PageOf[Label]:
        """One page of the labels that meet the filters."""
        return await self.list_page(filters)
