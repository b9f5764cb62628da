"""What can go wrong with venues."""

from app.core.errors import NotFoundError


class VenueNotFoundError(NotFoundError):
    """There is no such venue."""

    def __init__(self, key: int) -> None:
        super().__init__(f"There is no venue {key}.")
