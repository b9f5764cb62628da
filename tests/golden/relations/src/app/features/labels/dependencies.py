"""What endpoints for labels ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.labels.repository import LabelRepository
from app.features.labels.service import LabelService


async def get_label_service(session: SessionDep) -> LabelService:
    """The service, within the transaction of the request."""
    return LabelService(LabelRepository(session))


LabelServiceDep = Annotated[LabelService, Depends(get_label_service)]
