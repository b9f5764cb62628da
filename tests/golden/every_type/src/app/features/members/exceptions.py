"""What can go wrong with members."""

from uuid import UUID

from app.core.errors import NotFoundError


class MemberNotFoundError(NotFoundError):
    """There is no such member."""

    def __init__(self, member_id: UUID) -> None:
        super().__init__(f"There is no member {member_id}.")
