"""What can go wrong with helpers."""

from uuid import UUID

from app.core.errors import NotFoundError


class HelperNotFoundError(NotFoundError):
    """There is no such helper."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no helper {key}.")
