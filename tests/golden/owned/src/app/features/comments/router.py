"""Endpoints for comments."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.auth.dependencies import CurrentUser, get_current_user
from app.features.comments.dependencies import CommentServiceDep
from app.features.comments.models import Comment
from app.features.comments.schemas import (
    CommentCreate,
    CommentFilters,
    CommentResponse,
    CommentUpdate,
)
from app.shared.pagination import Page, PageOf
from app.shared.schemas import BigIntKey

router = APIRouter(prefix="/comments", tags=["comments"])


@router.get("", response_model=Page[CommentResponse], openapi_extra={"x-permission": "public"})
async def list_comments(
    service: CommentServiceDep, filters: Annotated[CommentFilters, Query()]
) -> PageOf[Comment]:
    """List comments, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=CommentResponse,
    dependencies=[Depends(get_current_user)],
    responses=error_responses(401),
    openapi_extra={"x-permission": "authenticated"},
)
async def create_comment(
    payload: CommentCreate,
    user: CurrentUser,
    service: CommentServiceDep,
    request: Request,
    response: Response,
) -> Comment:
    """Create a comment."""
    comment = await service.create(payload, by=user)
    response.headers["Location"] = f"{request.url.path}/{comment.id}"
    return comment


@router.get(
    "/{comment_id}",
    response_model=CommentResponse,
    dependencies=[Depends(get_current_user)],
    responses=error_responses(401, 404),
    openapi_extra={"x-permission": "authenticated"},
)
async def get_comment(comment_id: BigIntKey, service: CommentServiceDep) -> Comment:
    """Get a comment."""
    return await service.get(comment_id)


@router.patch(
    "/{comment_id}",
    response_model=CommentResponse,
    dependencies=[Depends(get_current_user)],
    responses=error_responses(401, 404),
    openapi_extra={"x-permission": "authenticated"},
)
async def update_comment(
    comment_id: BigIntKey, payload: CommentUpdate, user: CurrentUser, service: CommentServiceDep
) -> Comment:
    """Change a comment: fields that are left out stay as they are."""
    return await service.update(comment_id, payload, by=user)


@router.delete(
    "/{comment_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(get_current_user)],
    responses=error_responses(401, 404, 409),
    openapi_extra={"x-permission": "authenticated"},
)
async def delete_comment(comment_id: BigIntKey, service: CommentServiceDep) -> None:
    """Delete a comment."""
    await service.delete(comment_id)
