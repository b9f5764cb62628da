"""What endpoints for order lines ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.order_lines.repository import OrderLineRepository
from app.features.order_lines.service import OrderLineService


async def get_order_line_service(session: SessionDep) -> OrderLineService:
    """The service, within the transaction of the request."""
    return OrderLineService(OrderLineRepository(session))


OrderLineServiceDep = Annotated[OrderLineService, Depends(get_order_line_service)]
