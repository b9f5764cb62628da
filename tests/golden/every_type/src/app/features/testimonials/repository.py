"""Queries on testimonials."""

from app.features.testimonials.models import Testimonial
from app.features.testimonials.schemas import TestimonialFilters
from app.shared.filters import conditions, search
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class TestimonialRepository(Repository[Testimonial]):
    """Queries on the table of testimonials."""

    model = Testimonial

    async def find(self, filters: TestimonialFilters) -> PageOf[Testimonial]:
        """One page of the testimonials that meet the filters."""
        return await self.list_page(
            filters,
            where=[*conditions(Testimonial, filters), *search(filters.q, [Testimonial.author])],
        )
