"""What endpoints for notices ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.notices.repository import NoticeRepository
from app.features.notices.service import NoticeService


async def get_notice_service(session: SessionDep) -> NoticeService:
    """The service, within the transaction of the request."""
    return NoticeService(NoticeRepository(session))


NoticeServiceDep = Annotated[NoticeService, Depends(get_notice_service)]
