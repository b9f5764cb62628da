"""Endpoints for notes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from app.core.errors import error_responses
from app.features.auth.dependencies import CurrentUser, get_current_user
from app.features.notes.dependencies import OwnNoteServiceDep
from app.features.notes.models import Note
from app.features.notes.schemas import NoteCreate, NoteFilters, NoteResponse, NoteUpdate
from app.shared.pagination import Page, PageOf

router = APIRouter(
    prefix="/notes",
    tags=["notes"],
    dependencies=[Depends(get_current_user)],
    responses=error_responses(401),
)


@router.get("", response_model=Page[NoteResponse], openapi_extra={"x-permission": "owner"})
async def list_notes(
    service: OwnNoteServiceDep, filters: Annotated[NoteFilters, Query()]
) -> PageOf[Note]:
    """List notes, page by page."""
    return await service.find(filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=NoteResponse,
    responses=error_responses(409),
    openapi_extra={"x-permission": "owner"},
)
async def create_note(
    payload: NoteCreate,
    user: CurrentUser,
    service: OwnNoteServiceDep,
    request: Request,
    response: Response,
) -> Note:
    """Create a note."""
    note = await service.create(payload, by=user)
    response.headers["Location"] = f"{request.url.path}/{note.id}"
    return note


@router.get(
    "/{note_id}",
    response_model=NoteResponse,
    responses=error_responses(404),
    openapi_extra={"x-permission": "owner"},
)
async def get_note(note_id: UUID, service: OwnNoteServiceDep) -> Note:
    """Get a note."""
    return await service.get(note_id)


@router.patch(
    "/{note_id}",
    response_model=NoteResponse,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "owner"},
)
async def update_note(
    note_id: UUID, payload: NoteUpdate, user: CurrentUser, service: OwnNoteServiceDep
) -> Note:
    """Change a note: fields that are left out stay as they are."""
    return await service.update(note_id, payload, by=user)


@router.delete(
    "/{note_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=error_responses(404, 409),
    openapi_extra={"x-permission": "owner"},
)
async def delete_note(note_id: UUID, service: OwnNoteServiceDep) -> None:
    """Delete a note."""
    await service.delete(note_id)
