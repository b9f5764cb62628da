"""What can go wrong with members."""

from uuid import UUID

from app.core.errors import NotFoundError


class MemberNotFoundError(NotFoundError):
    """There is no such member."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no member {key}.")
