"""What can be done with labels."""

from uuid import UUID

from app.features.labels.exceptions import LabelNotFoundError
from app.features.labels.models import Label
from app.features.labels.repository import LabelRepository
from app.features.labels.schemas import LabelCreate, LabelFilters, LabelUpdate
from app.shared.pagination import PageOf


class LabelService:
    """The rules of labels."""

    def __init__(self, repository: LabelRepository) -> None:
        self._repository = repository

    async def find(self, filters: LabelFilters) -> PageOf[Label]:
        """One page of the labels that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, label_id: UUID) -> Label:
        """One label.

        Raises:
            LabelNotFoundError: there is none with this key.
        """
        label = await self._repository.get(label_id)
        if label is None:
            raise LabelNotFoundError(label_id)
        return label

    async def create(self, payload: LabelCreate) -> Label:
        """Store a new label.

        Raises:
            ConflictError: a unique value is taken.
        """
        return await self._repository.add(Label(**payload.model_dump()))

    async def update(self, label_id: UUID, payload: LabelUpdate) -> Label:
        """Change what the request names, and nothing else.

        Raises:
            ConflictError: a unique value is taken.
            LabelNotFoundError: there is none with this key.
        """
        label = await self._get_locked(label_id)
        return await self._repository.update(label, payload.changes())

    async def delete(self, label_id: UUID) -> None:
        """Delete a label.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            LabelNotFoundError: there is none with this key.
        """
        await self._repository.delete(await self._get_locked(label_id))

    async def _get_locked(self, label_id: UUID) -> Label:
        """One label, locked."""
        label = await self._repository.get_locked(label_id)
        if label is None:
            raise LabelNotFoundError(label_id)
        return label
