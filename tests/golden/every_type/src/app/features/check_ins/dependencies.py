"""What endpoints for check-ins ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.check_ins.repository import CheckInRepository
from app.features.check_ins.service import CheckInService


async def get_check_in_service(session: SessionDep) -> CheckInService:
    """The service, within the transaction of the request."""
    return CheckInService(CheckInRepository(session))


CheckInServiceDep = Annotated[CheckInService, Depends(get_check_in_service)]
