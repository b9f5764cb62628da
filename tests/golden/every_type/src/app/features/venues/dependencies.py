"""What endpoints for venues ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.venues.repository import VenueRepository
from app.features.venues.service import VenueService


async def get_venue_service(session: SessionDep) -> VenueService:
    """The service, within the transaction of the request."""
    return VenueService(VenueRepository(session))


VenueServiceDep = Annotated[VenueService, Depends(get_venue_service)]
