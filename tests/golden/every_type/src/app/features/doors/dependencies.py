"""What endpoints for doors ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import PasswordsDep, SessionDep
from app.features.doors.repository import DoorRepository
from app.features.doors.service import DoorService


async def get_door_service(session: SessionDep, passwords: PasswordsDep) -> DoorService:
    """The service, within the transaction of the request."""
    return DoorService(DoorRepository(session), passwords)


DoorServiceDep = Annotated[DoorService, Depends(get_door_service)]
