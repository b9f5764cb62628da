"""The yardstick: what one writes by hand to serve a table, and not a line more.

FastAPI and SQLAlchemy's asyncio, no login, no middleware, no errors of its own.
"""

import os
from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy import DateTime, Numeric, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine(os.environ["DATABASE_URL"], pool_size=20)
sessions = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str]
    total: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    status: Mapped[str]
    issued_on: Mapped[date]
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    paid: Mapped[bool]
    lines: Mapped[int]
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), default=lambda: datetime.now(UTC)
    )
    updated_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), default=lambda: datetime.now(UTC)
    )


class OrderIn(BaseModel):
    number: str
    total: Decimal
    status: str = "draft"
    issued_on: date
    due_at: datetime | None = None
    paid: bool = False
    lines: int
    note: str | None = None


class OrderOut(OrderIn):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    created_at: datetime
    updated_at: datetime


async def get_session() -> AsyncGenerator[AsyncSession, None]:
    async with sessions() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]


@app.get("/orders", response_model=list[OrderOut])
async def list_orders(session: SessionDep, after: UUID | None = None) -> list[Order]:
    query = select(Order).order_by(Order.id).limit(20)
    if after is not None:
        query = query.where(Order.id > after)
    return list(await session.scalars(query))


@app.get("/orders/{order_id}", response_model=OrderOut)
async def get_order(order_id: UUID, session: SessionDep) -> Order:
    order = await session.get(Order, order_id)
    if order is None:
        raise HTTPException(404)
    return order


@app.post("/orders", status_code=201, response_model=OrderOut)
async def create_order(payload: OrderIn, session: SessionDep) -> Order:
    order = Order(**payload.model_dump())
    session.add(order)
    await session.commit()
    return order
