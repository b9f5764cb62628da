"""What endpoints for orders ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.auth.dependencies import CurrentUser
from app.features.notes.repository import NoteRepository
from app.features.orders.repository import OrderRepository
from app.features.orders.service import OrderService


async def get_order_service(session: SessionDep) -> OrderService:
    """The service, within the transaction of the request."""
    return OrderService(OrderRepository(session), NoteRepository(session))


async def get_own_order_service(session: SessionDep, user: CurrentUser) -> OrderService:
    """The service, on what the user may see, within the transaction of the request."""
    return OrderService(OrderRepository(session).visible_to(user), NoteRepository(session))


OrderServiceDep = Annotated[OrderService, Depends(get_order_service)]
OwnOrderServiceDep = Annotated[OrderService, Depends(get_own_order_service)]
