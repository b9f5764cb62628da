"""What can go wrong with comments."""

from app.core.errors import NotFoundError


class CommentNotFoundError(NotFoundError):
    """There is no such comment."""

    def __init__(self, key: int) -> None:
        super().__init__(f"There is no comment {key}.")
