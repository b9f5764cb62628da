"""Queries on order lines, on a real database."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import UnprocessableError
from app.core.types import uuid7
from app.features.order_lines.repository import OrderLineRepository
from app.features.order_lines.schemas import OrderLineFilters
from tests.factories.order_lines import OrderLineFactory


async def test_order_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await OrderLineFactory.create(session)

    with pytest.raises(UnprocessableError, match="order_id"):
        await OrderLineRepository(session).update(row, {"order_id": uuid7()})


async def test_product_id_has_to_refer_to_a_row(session: AsyncSession) -> None:
    row = await OrderLineFactory.create(session)

    with pytest.raises(UnprocessableError, match="product_id"):
        await OrderLineRepository(session).update(row, {"product_id": uuid7()})


async def test_an_unknown_key_finds_nothing(session: AsyncSession) -> None:
    assert await OrderLineRepository(session).get(uuid7()) is None


async def test_stores_every_value_exactly(session: AsyncSession) -> None:
    row = await OrderLineFactory.create(session)

    await session.refresh(row)

    expected = OrderLineFactory.values(0)
    assert {name: getattr(row, name) for name in expected} == expected


async def test_an_empty_table_gives_an_empty_page(session: AsyncSession) -> None:
    page = await OrderLineRepository(session).find(OrderLineFilters())

    assert page.items == []
    assert page.total == 0


@pytest.mark.parametrize("name", ["order_id", "product_id"])
async def test_filters_by_one_of_several_values(session: AsyncSession, name: str) -> None:
    rows = [await OrderLineFactory.create(session, index) for index in range(3)]
    wanted = [getattr(row, name) for row in rows[:2]]
    filters = OrderLineFilters.model_validate({f"{name}__in": wanted}, by_name=True)

    page = await OrderLineRepository(session).find(filters)

    expected = [row for row in rows if getattr(row, name) in wanted]
    assert page.items == expected
