"""Endpoints for folders."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from app.core.errors import error_responses
from app.dependencies import read_snapshot
from app.features.auth.dependencies import CurrentUser, get_current_user
from app.features.folders.dependencies import FolderServiceDep, OwnFolderServiceDep
from app.features.folders.expanded import FolderExpanded
from app.features.folders.models import Folder
from app.features.folders.schemas import (
    FolderCreate,
    FolderFilters,
    FolderInclude,
    FolderResponse,
    FolderUpdate,
)
from app.shared.etags import (
    ETAG,
    IF_MATCH_PARAMETER,
    IF_NONE_MATCH_PARAMETER,
    NOT_MODIFIED,
    VERSIONED,
    PreconditionsDep,
    etag,
    not_modified,
)
from app.shared.pagination import Page, PageOf
from app.shared.schemas import LinkedKeys

router = APIRouter(
    prefix="/folders",
    tags=["folders"],
    # The snapshot first: whoever asks who is logged in opens the session.
    dependencies=[Depends(read_snapshot), Depends(get_current_user)],
    responses=error_responses(401),
)


@router.get(
    "",
    response_model=Page[FolderExpanded],
    response_model_exclude_unset=True,
    openapi_extra={"x-permission": "authenticated"},
)
async def list_folders(
    service: FolderServiceDep, filters: Annotated[FolderFilters, Query()]
) -> PageOf[Folder]:
    """List folders, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=FolderResponse,
    responses={201: VERSIONED, **error_responses(409)},
    openapi_extra={"x-permission": "owner"},
)
async def create_folder(
    payload: FolderCreate,
    user: CurrentUser,
    service: FolderServiceDep,
    request: Request,
    response: Response,
) -> Folder:
    """Create a folder."""
    folder = await service.create(payload, by=user)
    response.headers["Location"] = f"{request.url.path}/{folder.id}"
    response.headers[ETAG] = etag(folder.version)
    return folder


@router.get(
    "/{folder_id}",
    response_model=FolderExpanded,
    response_model_exclude_unset=True,
    responses={200: VERSIONED, 304: NOT_MODIFIED, **error_responses(404)},
    openapi_extra={"x-permission": "authenticated", "parameters": [IF_NONE_MATCH_PARAMETER]},
)
async def get_folder(
    folder_id: UUID,
    service: FolderServiceDep,
    params: Annotated[FolderInclude, Query()],
    preconditions: PreconditionsDep,
    response: Response,
) -> Folder | Response:
    """Get a folder."""
    folder = await service.get(folder_id, params.include)
    # What is embedded has versions of its own.
    if params.include is not None:
        return folder
    if preconditions.knows(folder.version):
        return not_modified(folder.version)
    response.headers[ETAG] = etag(folder.version)
    return folder


@router.patch(
    "/{folder_id}",
    response_model=FolderResponse,
    responses={200: VERSIONED, **error_responses(404, 409, 412, 428)},
    openapi_extra={"x-permission": "owner", "parameters": [IF_MATCH_PARAMETER]},
)
async def update_folder(
    folder_id: UUID,
    payload: FolderUpdate,
    user: CurrentUser,
    service: OwnFolderServiceDep,
    *,
    preconditions: PreconditionsDep,
    response: Response,
) -> Folder:
    """Change a folder: fields that are left out stay as they are."""
    folder = await service.update(folder_id, payload, preconditions, by=user)
    response.headers[ETAG] = etag(folder.version)
    return folder


@router.delete(
    "/{folder_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409, 412, 428),
    openapi_extra={"x-permission": "owner", "parameters": [IF_MATCH_PARAMETER]},
)
async def delete_folder(
    folder_id: UUID, service: OwnFolderServiceDep, preconditions: PreconditionsDep
) -> None:
    """Delete a folder."""
    await service.delete(folder_id, preconditions)


@router.get(
    "/{folder_id}/orders",
    responses=error_responses(404),
    openapi_extra={"x-permission": "authenticated"},
)
async def list_orders_of_folder(folder_id: UUID, service: FolderServiceDep) -> list[UUID]:
    """The keys in `orders` of a folder."""
    return (await service.get(folder_id)).order_ids


@router.put(
    "/{folder_id}/orders",
    responses={200: VERSIONED, **error_responses(404, 409, 412, 428)},
    openapi_extra={"x-permission": "owner", "parameters": [IF_MATCH_PARAMETER]},
)
async def set_orders_of_folder(
    folder_id: UUID,
    payload: LinkedKeys[UUID],
    user: CurrentUser,
    service: OwnFolderServiceDep,
    *,
    preconditions: PreconditionsDep,
    response: Response,
) -> list[UUID]:
    """Replace `orders` of a folder."""
    change = FolderUpdate.model_validate({"orders": payload})
    folder = await service.update(folder_id, change, preconditions, by=user)
    response.headers[ETAG] = etag(folder.version)
    return folder.order_ids


@router.put(
    "/{folder_id}/orders/{order_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses={204: VERSIONED, **error_responses(404, 409, 412, 428)},
    openapi_extra={"x-permission": "owner", "parameters": [IF_MATCH_PARAMETER]},
)
async def add_order_to_folder(
    folder_id: UUID,
    order_id: UUID,
    user: CurrentUser,
    service: OwnFolderServiceDep,
    *,
    preconditions: PreconditionsDep,
    response: Response,
) -> None:
    """Add one to `orders` of a folder."""
    folder = await service.add_order(folder_id, order_id, preconditions, by=user)
    response.headers[ETAG] = etag(folder.version)


@router.delete(
    "/{folder_id}/orders/{order_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses={204: VERSIONED, **error_responses(404, 412, 428)},
    openapi_extra={"x-permission": "owner", "parameters": [IF_MATCH_PARAMETER]},
)
async def remove_order_from_folder(
    folder_id: UUID,
    order_id: UUID,
    service: OwnFolderServiceDep,
    preconditions: PreconditionsDep,
    response: Response,
) -> None:
    """Take one out of `orders` of a folder."""
    folder = await service.remove_order(folder_id, order_id, preconditions)
    response.headers[ETAG] = etag(folder.version)


@router.get(
    "/{folder_id}/recommended",
    responses=error_responses(404),
    openapi_extra={"x-permission": "authenticated"},
)
async def list_recommended_of_folder(folder_id: UUID, service: FolderServiceDep) -> list[UUID]:
    """The keys in `recommended` of a folder."""
    return (await service.get(folder_id)).recommended_ids


@router.put(
    "/{folder_id}/recommended",
    responses={200: VERSIONED, **error_responses(404, 409, 412, 428)},
    openapi_extra={"x-permission": "owner", "parameters": [IF_MATCH_PARAMETER]},
)
async def set_recommended_of_folder(
    folder_id: UUID,
    payload: LinkedKeys[UUID],
    user: CurrentUser,
    service: OwnFolderServiceDep,
    *,
    preconditions: PreconditionsDep,
    response: Response,
) -> list[UUID]:
    """Replace `recommended` of a folder."""
    change = FolderUpdate.model_validate({"recommended": payload})
    folder = await service.update(folder_id, change, preconditions, by=user)
    response.headers[ETAG] = etag(folder.version)
    return folder.recommended_ids


@router.put(
    "/{folder_id}/recommended/{recommended_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses={204: VERSIONED, **error_responses(404, 409, 412, 428)},
    openapi_extra={"x-permission": "owner", "parameters": [IF_MATCH_PARAMETER]},
)
async def add_recommended_to_folder(
    folder_id: UUID,
    recommended_id: UUID,
    service: OwnFolderServiceDep,
    preconditions: PreconditionsDep,
    response: Response,
) -> None:
    """Add one to `recommended` of a folder."""
    folder = await service.add_recommended(folder_id, recommended_id, preconditions)
    response.headers[ETAG] = etag(folder.version)


@router.delete(
    "/{folder_id}/recommended/{recommended_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses={204: VERSIONED, **error_responses(404, 412, 428)},
    openapi_extra={"x-permission": "owner", "parameters": [IF_MATCH_PARAMETER]},
)
async def remove_recommended_from_folder(
    folder_id: UUID,
    recommended_id: UUID,
    service: OwnFolderServiceDep,
    preconditions: PreconditionsDep,
    response: Response,
) -> None:
    """Take one out of `recommended` of a folder."""
    folder = await service.remove_recommended(folder_id, recommended_id, preconditions)
    response.headers[ETAG] = etag(folder.version)
