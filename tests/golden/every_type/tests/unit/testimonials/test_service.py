"""The rules of testimonials, on a repository in memory."""

import pytest

from app.core.types import uuid7
from app.features.testimonials.exceptions import TestimonialNotFoundError
from app.features.testimonials.models import Testimonial
from app.features.testimonials.repository import TestimonialRepository
from app.features.testimonials.schemas import (
    TestimonialCreate,
    TestimonialFilters,
    TestimonialUpdate,
)
from app.features.testimonials.service import TestimonialService
from tests.factories.testimonials import TestimonialFactory
from tests.fakes import InMemory

KEY = uuid7()


class FakeTestimonialRepository(InMemory[Testimonial], TestimonialRepository):
    pass


def service_on(repository: FakeTestimonialRepository) -> TestimonialService:
    """The service on some rows, with whatever else it takes."""
    return TestimonialService(repository)


@pytest.fixture
def repository() -> FakeTestimonialRepository:
    return FakeTestimonialRepository(TestimonialFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeTestimonialRepository) -> TestimonialService:
    return service_on(repository)


@pytest.fixture
def empty() -> TestimonialService:
    return service_on(FakeTestimonialRepository())


async def test_an_unknown_testimonial_is_not_found(empty: TestimonialService) -> None:
    with pytest.raises(TestimonialNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_testimonial_is_not_updated(empty: TestimonialService) -> None:
    with pytest.raises(TestimonialNotFoundError):
        await empty.update(KEY, TestimonialUpdate())


async def test_an_unknown_testimonial_is_not_deleted(empty: TestimonialService) -> None:
    with pytest.raises(TestimonialNotFoundError):
        await empty.delete(KEY)


async def test_gets_one(service: TestimonialService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: TestimonialService) -> None:
    page = await service.find(TestimonialFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeTestimonialRepository, service: TestimonialService
) -> None:
    payload = TestimonialCreate.model_validate(TestimonialFactory.body(1))

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump()
    assert {name: getattr(created, name) for name in asked} == asked


async def test_an_empty_update_changes_nothing(service: TestimonialService) -> None:
    await service.update(KEY, TestimonialUpdate())

    kept = await service.get(KEY)
    expected = TestimonialFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_deletes_one(
    repository: FakeTestimonialRepository, service: TestimonialService
) -> None:
    await service.delete(KEY)

    assert repository.rows == []
