"""What endpoints for events ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.events.repository import EventRepository
from app.features.events.service import EventService
from app.features.helpers.repository import HelperRepository


async def get_event_service(session: SessionDep) -> EventService:
    """The service, within the transaction of the request."""
    return EventService(EventRepository(session), HelperRepository(session))


EventServiceDep = Annotated[EventService, Depends(get_event_service)]
