"""What endpoints for shifts ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.shifts.repository import ShiftRepository
from app.features.shifts.service import ShiftService


async def get_shift_service(session: SessionDep) -> ShiftService:
    """The service, within the transaction of the request."""
    return ShiftService(ShiftRepository(session))


ShiftServiceDep = Annotated[ShiftService, Depends(get_shift_service)]
