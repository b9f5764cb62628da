"""Endpoints for check-ins."""

from typing import Annotated

from fastapi import APIRouter, Query, status

from app.dependencies import CursorCodecDep
from app.features.check_ins.dependencies import CheckInServiceDep
from app.features.check_ins.expanded import CheckInExpanded
from app.features.check_ins.models import CheckIn
from app.features.check_ins.schemas import CheckInCreate, CheckInFilters, CheckInResponse
from app.shared.bulk import BulkCreate
from app.shared.pagination import CursorPage, CursorPageOf

router = APIRouter(prefix="/check-ins", tags=["check-ins"])


@router.get(
    "",
    response_model=CursorPage[CheckInExpanded],
    response_model_exclude_unset=True,
    openapi_extra={"x-permission": "public"},
)
async def list_check_ins(
    service: CheckInServiceDep, filters: Annotated[CheckInFilters, Query()], codec: CursorCodecDep
) -> CursorPageOf[CheckIn]:
    """List check-ins, page by page."""
    return await service.find(filters, codec)


@router.post(
    "/bulk",
    status_code=status.HTTP_201_CREATED,
    response_model=list[CheckInResponse],
    openapi_extra={"x-permission": "public"},
)
async def bulk_create_check_ins(
    payload: BulkCreate[CheckInCreate], service: CheckInServiceDep
) -> list[CheckIn]:
    """Create several check-ins, or none of them."""
    return await service.bulk_create(payload.items)
