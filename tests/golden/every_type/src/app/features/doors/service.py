"""What can be done with doors."""

from collections.abc import Mapping
from uuid import UUID

from app.core.passwords import Passwords
from app.features.doors.exceptions import DoorNotFoundError
from app.features.doors.models import Door
from app.features.doors.repository import DoorRepository
from app.features.doors.schemas import DoorUpdate
from app.shared.etags import Preconditions


class DoorService:
    """The rules of doors."""

    def __init__(self, repository: DoorRepository, passwords: Passwords) -> None:
        self._repository = repository
        self._passwords = passwords

    async def get(self, door_id: UUID) -> Door:
        """One door.

        Raises:
            DoorNotFoundError: there is none with this key.
        """
        door = await self._repository.get(door_id)
        if door is None:
            raise DoorNotFoundError(door_id)
        return door

    async def update(
        self, door_id: UUID, payload: DoorUpdate, preconditions: Preconditions
    ) -> Door:
        """Change what the request names, and nothing else.

        Raises:
            ConflictError: a unique value is taken.
            DoorNotFoundError: there is none with this key.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        changes = await self._hashed(payload.changes())
        door = await self._get_locked(door_id, preconditions)
        return await self._repository.update(door, changes)

    async def delete(self, door_id: UUID, preconditions: Preconditions) -> None:
        """Delete a door.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            DoorNotFoundError: there is none with this key.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        await self._repository.delete(await self._get_locked(door_id, preconditions))

    async def restore(self, door_id: UUID) -> Door:
        """Restore a door that was deleted.

        Raises:
            ConflictError: a unique value is taken.
            DoorNotFoundError: none with this key is deleted.
        """
        door = await self._repository.restore(door_id)
        if door is None:
            raise DoorNotFoundError(door_id)
        return door

    async def verify_code(self, door: Door, text: str) -> bool:
        """Whether a text is the code."""
        await self._repository.end_read_transaction()
        return await self._passwords.verify(text, door.code)

    async def _hashed(self, values: Mapping[str, object]) -> dict[str, object]:
        """The same values, with hashes in the place of secrets."""
        await self._repository.end_read_transaction()
        return await self._passwords.hashed(values)

    async def _get_locked(self, door_id: UUID, preconditions: Preconditions) -> Door:
        """One door of the version that the client saw, locked."""
        door = await self._repository.get_locked(door_id)
        if door is None:
            raise DoorNotFoundError(door_id)
        preconditions.require(door.version)
        return door
