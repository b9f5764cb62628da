"""The rules of members, on a repository in memory."""

import pytest

from app.core.errors import PreconditionFailedError, PreconditionRequiredError
from app.core.types import uuid7
from app.features.members.exceptions import MemberNotFoundError
from app.features.members.models import Member
from app.features.members.repository import MemberRepository
from app.features.members.schemas import MemberCreate, MemberFilters, MemberUpdate
from app.features.members.service import MemberService
from app.shared.etags import Preconditions
from tests.factories.members import MemberFactory
from tests.fakes import KeptInMemory
from tests.passwords import CHEAP

KEY = uuid7()
ANY_VERSION = Preconditions(if_match="*")


class FakeMemberRepository(KeptInMemory[Member], MemberRepository):
    pass


def service_on(repository: FakeMemberRepository) -> MemberService:
    """The service on some rows, with whatever else it takes."""
    return MemberService(repository, CHEAP)


@pytest.fixture
def repository() -> FakeMemberRepository:
    return FakeMemberRepository(MemberFactory.build(id=KEY))


@pytest.fixture
def service(repository: FakeMemberRepository) -> MemberService:
    return service_on(repository)


@pytest.fixture
def empty() -> MemberService:
    return service_on(FakeMemberRepository())


async def test_an_unknown_member_is_not_found(empty: MemberService) -> None:
    with pytest.raises(MemberNotFoundError, match=str(KEY)):
        await empty.get(KEY)


async def test_an_unknown_member_is_not_updated(empty: MemberService) -> None:
    with pytest.raises(MemberNotFoundError):
        await empty.update(KEY, MemberUpdate(), ANY_VERSION)


async def test_an_unknown_member_is_not_deleted(empty: MemberService) -> None:
    with pytest.raises(MemberNotFoundError):
        await empty.delete(KEY, ANY_VERSION)


async def test_gets_one(service: MemberService) -> None:
    assert (await service.get(KEY)).id == KEY


async def test_finds_a_page(service: MemberService) -> None:
    page = await service.find(MemberFilters())

    assert [found.id for found in page.items] == [KEY]
    assert page.total == 1


async def test_creates_what_is_asked_for(
    repository: FakeMemberRepository, service: MemberService
) -> None:
    payload = MemberCreate.model_validate(MemberFactory.body(1))

    created = await service.create(payload)

    assert created in repository.rows
    asked = payload.model_dump(exclude={"pin", "recovery"})
    assert {name: getattr(created, name) for name in asked} == asked


async def test_an_empty_update_changes_nothing(service: MemberService) -> None:
    await service.update(KEY, MemberUpdate(), ANY_VERSION)

    kept = await service.get(KEY)
    expected = MemberFactory.values(0)
    assert {name: getattr(kept, name) for name in expected} == expected


async def test_the_pin_is_known_by_its_hash(
    repository: FakeMemberRepository, service: MemberService
) -> None:
    row = repository.rows[0]
    text = MemberFactory.secrets(0)["pin"]

    assert await service.verify_pin(row, text)
    assert not await service.verify_pin(row, f"{text}?")


async def test_the_recovery_is_known_by_its_hash(
    repository: FakeMemberRepository, service: MemberService
) -> None:
    row = repository.rows[0]
    text = MemberFactory.secrets(0)["recovery"]

    assert await service.verify_recovery(row, text)
    assert not await service.verify_recovery(row, f"{text}?")


async def test_deletes_one(repository: FakeMemberRepository, service: MemberService) -> None:
    await service.delete(KEY, ANY_VERSION)

    assert repository.rows == []


async def test_restores_one(repository: FakeMemberRepository, service: MemberService) -> None:
    await service.delete(KEY, ANY_VERSION)

    restored = await service.restore(KEY)

    assert repository.rows == [restored]


async def test_what_is_not_deleted_is_not_restored(service: MemberService) -> None:
    with pytest.raises(MemberNotFoundError, match=str(KEY)):
        await service.restore(KEY)


@pytest.mark.parametrize("seen", ['"2"', 'W/"3"', "3", ""])
async def test_a_version_that_is_not_the_last_is_not_changed(
    repository: FakeMemberRepository, service: MemberService, seen: str
) -> None:
    repository.rows[0].version = 3

    with pytest.raises(PreconditionFailedError):
        await service.update(KEY, MemberUpdate(), Preconditions(if_match=seen))
    with pytest.raises(PreconditionFailedError):
        await service.delete(KEY, Preconditions(if_match=seen))


async def test_no_version_is_changed_unseen(service: MemberService) -> None:
    with pytest.raises(PreconditionRequiredError):
        await service.update(KEY, MemberUpdate(), Preconditions())
    with pytest.raises(PreconditionRequiredError):
        await service.delete(KEY, Preconditions())
