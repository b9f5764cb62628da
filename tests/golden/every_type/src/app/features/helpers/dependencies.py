"""What endpoints for helpers ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.helpers.repository import HelperRepository
from app.features.helpers.service import HelperService


async def get_helper_service(session: SessionDep) -> HelperService:
    """The service, within the transaction of the request."""
    return HelperService(HelperRepository(session))


HelperServiceDep = Annotated[HelperService, Depends(get_helper_service)]
