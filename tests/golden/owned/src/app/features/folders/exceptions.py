"""What can go wrong with folders."""

from uuid import UUID

from app.core.errors import NotFoundError


class FolderNotFoundError(NotFoundError):
    """There is no such folder."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no folder {key}.")
