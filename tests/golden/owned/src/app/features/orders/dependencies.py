"""What endpoints for orders ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.notes.repository import NoteRepository
from app.features.orders.repository import OrderRepository
from app.features.orders.service import OrderService


async def get_order_service(session: SessionDep) -> OrderService:
    """The service, within the transaction of the request."""
    return OrderService(OrderRepository(session), NoteRepository(session))


OrderServiceDep = Annotated[OrderService, Depends(get_order_service)]
