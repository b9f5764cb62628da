"""The style of the most used template: synchronous endpoints, SQLModel, a JWT and its user.

It includes a router of all routers, with those of users and logins before that of the resource.
"""

import os
from collections.abc import Generator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID, uuid4

import jwt
from fastapi import APIRouter, Depends, FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import OAuth2PasswordBearer
from pydantic import BaseModel, ValidationError
from sqlalchemy import DateTime
from sqlmodel import Field, Session, SQLModel, col, create_engine, func, select

SECRET = os.environ["JWT_SECRET"]
# With its default of five connections it would open new ones all the time.
engine = create_engine(os.environ["DATABASE_URL"], pool_size=20)
app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["http://localhost:5173"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)
bearer = OAuth2PasswordBearer("/login")
api = APIRouter()
orders = APIRouter(prefix="/orders", tags=["orders"])
# What a request for an order is compared with first.
OTHERS = {
    "login": (
        ("POST", "/login/access-token"),
        ("POST", "/login/test-token"),
        ("POST", "/password-recovery/{email}"),
        ("POST", "/reset-password/"),
        ("POST", "/password-recovery-html-content/{email}"),
    ),
    "users": (
        ("GET", "/users/"),
        ("POST", "/users/"),
        ("PATCH", "/users/me"),
        ("PATCH", "/users/me/password"),
        ("GET", "/users/me"),
        ("DELETE", "/users/me"),
        ("POST", "/users/signup"),
        ("GET", "/users/{user_id}"),
        ("PATCH", "/users/{user_id}"),
        ("DELETE", "/users/{user_id}"),
    ),
    "utils": (("POST", "/utils/test-email/"), ("GET", "/utils/health-check/")),
}


class User(SQLModel, table=True):
    __tablename__ = "users"  # pyright: ignore[reportAssignmentType] # as SQLModel documents it

    id: UUID = Field(primary_key=True)
    email: str
    password_hash: str
    is_active: bool


class OrderBase(SQLModel):
    number: str = Field(max_length=40)
    total: Decimal = Field(max_digits=12, decimal_places=2)
    status: str = "draft"
    issued_on: date
    due_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    paid: bool = False
    lines: int
    note: str | None = None


class Order(OrderBase, table=True):
    __tablename__ = "orders"  # pyright: ignore[reportAssignmentType] # as SQLModel documents it

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    created_at: datetime = Field(
        default_factory=lambda: datetime.now(UTC),
        sa_type=DateTime(timezone=True),
    )
    updated_at: datetime = Field(
        default_factory=lambda: datetime.now(UTC),
        sa_type=DateTime(timezone=True),
    )


class OrderPublic(OrderBase):
    id: UUID
    created_at: datetime
    updated_at: datetime


class TokenPayload(BaseModel):
    sub: UUID | None = None


class OrdersPublic(SQLModel):
    data: list[OrderPublic]
    count: int


def get_session() -> Generator[Session, None, None]:
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]


def get_current_user(session: SessionDep, token: Annotated[str, Depends(bearer)]) -> User:
    try:
        payload = jwt.decode(token, SECRET, algorithms=["HS256"])
        data = TokenPayload(**payload)
    except (jwt.PyJWTError, ValidationError):
        raise HTTPException(403) from None
    user = session.get(User, data.sub)
    if user is None:
        raise HTTPException(404)
    if not user.is_active:
        raise HTTPException(400)
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]


@orders.get("")
def list_orders(
    session: SessionDep, user: CurrentUser, skip: int = 0, limit: int = 20
) -> OrdersPublic:
    del user
    count = session.exec(select(func.count()).select_from(Order)).one()
    query = select(Order).order_by(col(Order.id)).offset(skip).limit(limit)
    orders = [OrderPublic.model_validate(order) for order in session.exec(query)]
    return OrdersPublic(data=orders, count=count)


@orders.get("/{order_id}", response_model=OrderPublic)
def get_order(order_id: UUID, session: SessionDep, user: CurrentUser) -> Order:
    del user
    order = session.get(Order, order_id)
    if order is None:
        raise HTTPException(404)
    return order


@orders.post("", status_code=201, response_model=OrderPublic)
def create_order(payload: OrderBase, session: SessionDep, user: CurrentUser) -> Order:
    del user
    order = Order.model_validate(payload)
    session.add(order)
    session.commit()
    session.refresh(order)
    return order


def other() -> None:
    raise HTTPException(404)


for name, routes in OTHERS.items():
    router = APIRouter(tags=[name])
    for method, path in routes:
        router.add_api_route(path, other, methods=[method])
    api.include_router(router)
api.include_router(orders)
app.include_router(api)
