"""What can be done with shifts."""

from uuid import UUID

from app.features.shifts.exceptions import ShiftNotFoundError
from app.features.shifts.models import Shift
from app.features.shifts.repository import ShiftRepository
from app.features.shifts.schemas import ShiftCreate, ShiftFilters, ShiftUpdate
from app.shared.pagination import PageOf


class ShiftService:
    """The rules of shifts."""

    def __init__(self, repository: ShiftRepository) -> None:
        self._repository = repository

    async def find(self, filters: ShiftFilters) -> PageOf[Shift]:
        """One page of the shifts that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, shift_id: UUID, include: str | None = None) -> Shift:
        """One shift, with some of its relations.

        Raises:
            ShiftNotFoundError: there is none with this key.
        """
        shift = await self._repository.including(include).get(shift_id)
        if shift is None:
            raise ShiftNotFoundError(shift_id)
        return shift

    async def create(self, payload: ShiftCreate) -> Shift:
        """Store a new shift.

        Raises:
            ConflictError: a unique value is taken.
            UnprocessableError: it refers to what is not there or breaks a condition.
        """
        return await self._repository.add(Shift(**payload.model_dump()))

    async def update(self, shift_id: UUID, payload: ShiftUpdate) -> Shift:
        """Change what the request names, and nothing else.

        Raises:
            ConflictError: a unique value is taken.
            ShiftNotFoundError: there is none with this key.
            UnprocessableError: it refers to what is not there or breaks a condition.
        """
        shift = await self._get_locked(shift_id)
        return await self._repository.update(shift, payload.changes())

    async def delete(self, shift_id: UUID) -> None:
        """Delete a shift.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            ShiftNotFoundError: there is none with this key.
        """
        await self._repository.delete(await self._get_locked(shift_id))

    async def restore(self, shift_id: UUID) -> Shift:
        """Restore a shift that was deleted.

        Raises:
            ConflictError: a unique value is taken, or what it refers to is deleted.
            ShiftNotFoundError: none with this key is deleted.
        """
        shift = await self._repository.restore(shift_id)
        if shift is None:
            raise ShiftNotFoundError(shift_id)
        return shift

    async def _get_locked(self, shift_id: UUID) -> Shift:
        """One shift, locked."""
        shift = await self._repository.get_locked(shift_id)
        if shift is None:
            raise ShiftNotFoundError(shift_id)
        return shift
