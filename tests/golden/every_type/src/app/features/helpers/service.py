"""What can be done with helpers."""

from uuid import UUID

from app.features.helpers.exceptions import HelperNotFoundError
from app.features.helpers.models import Helper
from app.features.helpers.repository import HelperRepository
from app.features.helpers.schemas import HelperCreate, HelperFilters, HelperUpdate
from app.shared.pagination import PageOf


class HelperService:
    """The rules of helpers."""

    def __init__(self, repository: HelperRepository) -> None:
        self._repository = repository

    async def find(self, filters: HelperFilters) -> PageOf[Helper]:
        """One page of the helpers that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, helper_id: UUID, include: str | None = None) -> Helper:
        """One helper, with some of its relations.

        Raises:
            HelperNotFoundError: there is none with this key.
        """
        helper = await self._repository.including(include).get(helper_id)
        if helper is None:
            raise HelperNotFoundError(helper_id)
        return helper

    async def create(self, payload: HelperCreate) -> Helper:
        """Store a new helper.

        Raises:
            UnprocessableError: it refers to what is not there.
        """
        return await self._repository.add(Helper(**payload.model_dump()))

    async def update(self, helper_id: UUID, payload: HelperUpdate) -> Helper:
        """Change what the request names, and nothing else.

        Raises:
            HelperNotFoundError: there is none with this key.
            UnprocessableError: it refers to what is not there.
        """
        helper = await self._get_locked(helper_id)
        return await self._repository.update(helper, payload.changes())

    async def delete(self, helper_id: UUID) -> None:
        """Delete a helper.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            HelperNotFoundError: there is none with this key.
        """
        await self._repository.delete(await self._get_locked(helper_id))

    async def _get_locked(self, helper_id: UUID) -> Helper:
        """One helper, locked."""
        helper = await self._repository.get_locked(helper_id)
        if helper is None:
            raise HelperNotFoundError(helper_id)
        return helper
