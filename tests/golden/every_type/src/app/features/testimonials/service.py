"""What can be done with testimonials."""

from uuid import UUID

from app.features.testimonials.exceptions import TestimonialNotFoundError
from app.features.testimonials.models import Testimonial
from app.features.testimonials.repository import TestimonialRepository
from app.features.testimonials.schemas import (
    TestimonialCreate,
    TestimonialFilters,
    TestimonialUpdate,
)
from app.shared.pagination import PageOf


class TestimonialService:
    """The rules of testimonials."""

    def __init__(self, repository: TestimonialRepository) -> None:
        self._repository = repository

    async def find(self, filters: TestimonialFilters) -> PageOf[Testimonial]:
        """One page of the testimonials that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, testimonial_id: UUID) -> Testimonial:
        """One testimonial.

        Raises:
            TestimonialNotFoundError: there is none with this key.
        """
        testimonial = await self._repository.get(testimonial_id)
        if testimonial is None:
            raise TestimonialNotFoundError(testimonial_id)
        return testimonial

    async def create(self, payload: TestimonialCreate) -> Testimonial:
        """Store a new testimonial."""
        return await self._repository.add(Testimonial(**payload.model_dump()))

    async def update(self, testimonial_id: UUID, payload: TestimonialUpdate) -> Testimonial:
        """Change what the request names, and nothing else.

        Raises:
            TestimonialNotFoundError: there is none with this key.
        """
        testimonial = await self._get_locked(testimonial_id)
        return await self._repository.update(testimonial, payload.changes())

    async def delete(self, testimonial_id: UUID) -> None:
        """Delete a testimonial.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            TestimonialNotFoundError: there is none with this key.
        """
        await self._repository.delete(await self._get_locked(testimonial_id))

    async def _get_locked(self, testimonial_id: UUID) -> Testimonial:
        """One testimonial, locked."""
        testimonial = await self._repository.get_locked(testimonial_id)
        if testimonial is None:
            raise TestimonialNotFoundError(testimonial_id)
        return testimonial
