"""What can go wrong with labels."""

from uuid import UUID

from app.core.errors import NotFoundError


class LabelNotFoundError(NotFoundError):
    """There is no such label."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no label {key}.")
