"""What endpoints for folders ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.auth.dependencies import CurrentUser
from app.features.folders.repository import FolderRepository
from app.features.folders.service import FolderService
from app.features.orders.repository import OrderRepository


async def get_folder_service(session: SessionDep) -> FolderService:
    """The service, within the transaction of the request."""
    return FolderService(
        FolderRepository(session), OrderRepository(session), FolderRepository(session)
    )


async def get_own_folder_service(session: SessionDep, user: CurrentUser) -> FolderService:
    """The service, on what the user may see, within the transaction of the request."""
    return FolderService(
        FolderRepository(session).owned_by(user),
        OrderRepository(session),
        FolderRepository(session),
    )


FolderServiceDep = Annotated[FolderService, Depends(get_folder_service)]
OwnFolderServiceDep = Annotated[FolderService, Depends(get_own_folder_service)]
