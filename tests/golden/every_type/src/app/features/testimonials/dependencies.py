"""What endpoints for testimonials ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.testimonials.repository import TestimonialRepository
from app.features.testimonials.service import TestimonialService


async def get_testimonial_service(session: SessionDep) -> TestimonialService:
    """The service, within the transaction of the request."""
    return TestimonialService(TestimonialRepository(session))


TestimonialServiceDep = Annotated[TestimonialService, Depends(get_testimonial_service)]
