"""Endpoints for notices."""

from fastapi import APIRouter, status

from app.features.notices.dependencies import NoticeServiceDep
from app.features.notices.models import Notice
from app.features.notices.schemas import NoticeCreate, NoticeResponse

router = APIRouter(prefix="/notices", tags=["notices"])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=NoticeResponse,
    openapi_extra={"x-permission": "public"},
)
async def create_notice(payload: NoticeCreate, service: NoticeServiceDep) -> Notice:
    """Create a notice."""
    return await service.create(payload)
