"""Endpoints for members."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.members.dependencies import MemberServiceDep
from app.features.members.models import Member
from app.features.members.schemas import MemberCreate, MemberFilters, MemberResponse, MemberUpdate
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

router = APIRouter(prefix="/members", tags=["members"])


@router.get("", response_model=Page[MemberResponse], openapi_extra={"x-permission": "public"})
async def list_members(
    service: MemberServiceDep, filters: Annotated[MemberFilters, Query()]
) -> PageOf[Member]:
    """List members, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=MemberResponse,
    responses={201: VERSIONED, **error_responses(409)},
    openapi_extra={"x-permission": "public"},
)
async def create_member(
    payload: MemberCreate, service: MemberServiceDep, request: Request, response: Response
) -> Member:
    """Create a member."""
    member = await service.create(payload)
    response.headers["Location"] = f"{request.url.path}/{member.id}"
    response.headers[ETAG] = etag(member.version)
    return member


@router.get(
    "/{member_id}",
    response_model=MemberResponse,
    responses={200: VERSIONED, 304: NOT_MODIFIED, **error_responses(404)},
    openapi_extra={"x-permission": "public", "parameters": [IF_NONE_MATCH_PARAMETER]},
)
async def get_member(
    member_id: UUID, service: MemberServiceDep, preconditions: PreconditionsDep, response: Response
) -> Member | Response:
    """Get a member."""
    member = await service.get(member_id)
    if preconditions.knows(member.version):
        return not_modified(member.version)
    response.headers[ETAG] = etag(member.version)
    return member


@router.patch(
    "/{member_id}",
    response_model=MemberResponse,
    responses={200: VERSIONED, **error_responses(404, 409, 412, 428)},
    openapi_extra={"x-permission": "public", "parameters": [IF_MATCH_PARAMETER]},
)
async def update_member(
    member_id: UUID,
    payload: MemberUpdate,
    service: MemberServiceDep,
    preconditions: PreconditionsDep,
    response: Response,
) -> Member:
    """Change a member: fields that are left out stay as they are."""
    member = await service.update(member_id, payload, preconditions)
    response.headers[ETAG] = etag(member.version)
    return member


@router.delete(
    "/{member_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409, 412, 428),
    openapi_extra={"x-permission": "public", "parameters": [IF_MATCH_PARAMETER]},
)
async def delete_member(
    member_id: UUID, service: MemberServiceDep, preconditions: PreconditionsDep
) -> None:
    """Delete a member."""
    await service.delete(member_id, preconditions)


@router.post(
    "/{member_id}/restore",
    response_model=MemberResponse,
    responses={200: VERSIONED, **error_responses(404, 409)},
    openapi_extra={"x-permission": "public"},
)
async def restore_member(member_id: UUID, service: MemberServiceDep, response: Response) -> Member:
    """Restore a member that was deleted."""
    member = await service.restore(member_id)
    response.headers[ETAG] = etag(member.version)
    return member
