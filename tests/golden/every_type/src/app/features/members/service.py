"""What can be done with members."""

from collections.abc import Mapping
from uuid import UUID

from app.core.passwords import Passwords
from app.features.members.exceptions import MemberNotFoundError
from app.features.members.models import Member
from app.features.members.repository import MemberRepository
from app.features.members.schemas import MemberCreate, MemberFilters, MemberUpdate
from app.shared.etags import Preconditions
from app.shared.pagination import PageOf


class MemberService:
    """The rules of members."""

    def __init__(self, repository: MemberRepository, passwords: Passwords) -> None:
        self._repository = repository
        self._passwords = passwords

    async def find(self, filters: MemberFilters) -> PageOf[Member]:
        """One page of the members that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, member_id: UUID) -> Member:
        """One member.

        Raises:
            MemberNotFoundError: there is none with this key.
        """
        member = await self._repository.get(member_id)
        if member is None:
            raise MemberNotFoundError(member_id)
        return member

    async def create(self, payload: MemberCreate) -> Member:
        """Store a new member.

        Raises:
            ConflictError: a unique value is taken.
        """
        values = await self._hashed(payload.model_dump())
        return await self._repository.add(Member(**values))

    async def update(
        self, member_id: UUID, payload: MemberUpdate, preconditions: Preconditions
    ) -> Member:
        """Change what the request names, and nothing else.

        Raises:
            ConflictError: a unique value is taken.
            MemberNotFoundError: there is none with this key.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        changes = await self._hashed(payload.changes())
        member = await self._get_locked(member_id, preconditions)
        return await self._repository.update(member, changes)

    async def delete(self, member_id: UUID, preconditions: Preconditions) -> None:
        """Delete a member.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            MemberNotFoundError: there is none with this key.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        await self._repository.delete(await self._get_locked(member_id, preconditions))

    async def restore(self, member_id: UUID) -> Member:
        """Restore a member that was deleted.

        Raises:
            ConflictError: a unique value is taken.
            MemberNotFoundError: none with this key is deleted.
        """
        member = await self._repository.restore(member_id)
        if member is None:
            raise MemberNotFoundError(member_id)
        return member

    async def verify_pin(self, member: Member, text: str) -> bool:
        """Whether a text is the pin."""
        await self._repository.end_read_transaction()
        return await self._passwords.verify(text, member.pin)

    async def verify_recovery(self, member: Member, text: str) -> bool:
        """Whether a text is the recovery."""
        await self._repository.end_read_transaction()
        return await self._passwords.verify(text, member.recovery)

    async def _hashed(self, values: Mapping[str, object]) -> dict[str, object]:
        """The same values, with hashes in the place of secrets."""
        await self._repository.end_read_transaction()
        return await self._passwords.hashed(values)

    async def _get_locked(self, member_id: UUID, preconditions: Preconditions) -> Member:
        """One member of the version that the client saw, locked."""
        member = await self._repository.get_locked(member_id)
        if member is None:
            raise MemberNotFoundError(member_id)
        preconditions.require(member.version)
        return member
