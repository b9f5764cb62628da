"""What can go wrong with testimonials."""

from uuid import UUID

from app.core.errors import NotFoundError


class TestimonialNotFoundError(NotFoundError):
    """There is no such testimonial."""

    def __init__(self, key: UUID) -> None:
        super().__init__(f"There is no testimonial {key}.")
