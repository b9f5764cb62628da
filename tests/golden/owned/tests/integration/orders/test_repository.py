"""Queries on orders, on a real database."""

from decimal import Decimal
from operator import attrgetter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ConflictError, UnprocessableError
from app.core.types import uuid7
from app.features.orders.repository import OrderRepository
from app.features.orders.schemas import OrderFilters
from app.features.users.models import ADMIN, User
from tests.factories.orders import OrderFactory


async def test_a_value_that_is_taken_is_not_added(session: AsyncSession) -> None:
    row = await OrderFactory.create(session, 0)
    references = await OrderFactory.references(session, 1)
    twin = OrderFactory.build(1, **(references | {"number": row.number}))

    with pytest.raises(ConflictError, match="number"):
        await OrderRepository(session).add(twin)


async def test_a_row_is_not_changed_to_a_value_that_is_taken(session: AsyncSession) -> None:
    row = await OrderFactory.create(session, 0)
    other = await OrderFactory.create(session, 1)

    with pytest.raises(ConflictError, match="number"):
        await OrderRepository(session).update(other, {"number": row.number})


async def test_note_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await OrderFactory.create(session)

    with pytest.raises(UnprocessableError, match="note_id"):
        await OrderRepository(session).update(row, {"note_id": uuid7()})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await OrderRepository(session).get(uuid7()) is None


async def test_users_have_their_own_and_administrators_all(
    session: AsyncSession, owner: User
) -> None:
    row = await OrderFactory.create(session)
    other, admin = User(id=uuid7(), roles=[]), User(id=uuid7(), roles=[ADMIN])

    for user, expected in ((owner, row), (other, None), (admin, row)):
        owned = OrderRepository(session).owned_by(user)
        assert await owned.get(row.id) is expected
        page = await owned.find(OrderFilters())
        assert page.items == ([expected] if expected else [])
        assert page.total == len(page.items)


async def test_the_role_opens_all_to_changes(session: AsyncSession, owner: User) -> None:
    row = await OrderFactory.create(session)
    other, changer = User(id=uuid7(), roles=[]), User(id=uuid7(), roles=["sales"])

    for user, expected in ((owner, row), (other, None), (changer, row)):
        assert await OrderRepository(session).changeable_by(user).get(row.id) is expected


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await OrderFactory.create(session)

    await session.refresh(row)

    expected = OrderFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await OrderRepository(session).find(OrderFilters())

    assert page.items == []
    assert page.total == 0


async def test_filters_by_one_of_several_values(session: AsyncSession) -> None:
    rows = [await OrderFactory.create(session, index) for index in range(3)]
    wanted = [row.note_id for row in rows[:2]]
    filters = OrderFilters.model_validate({"note_id__in": wanted}, by_name=True)

    page = await OrderRepository(session).find(filters)

    expected = [row for row in rows if row.note_id in wanted]
    assert page.items == expected


async def test_a_row_that_is_made_without_them_has_the_defaults(session: AsyncSession) -> None:
    defaults: dict[str, object] = {"total": Decimal("0.00")}
    row = OrderFactory.build(0, **(await OrderFactory.references(session, 0)))
    for name in defaults:
        delattr(row, name)
    await OrderRepository(session).add(row)
    await session.refresh(row)

    assert {name: getattr(row, name) for name in defaults} == defaults


async def test_sorts_both_ways(session: AsyncSession) -> None:
    rows = [await OrderFactory.create(session, index) for index in range(3)]
    repository = OrderRepository(session)

    upwards = await repository.find(OrderFilters(sort="total"))
    downwards = await repository.find(OrderFilters(sort="-total"))

    assert upwards.items == sorted(rows, key=attrgetter("total"))
    assert downwards.items == sorted(rows, key=attrgetter("total"), reverse=True)
