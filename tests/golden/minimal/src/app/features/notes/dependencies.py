"""What endpoints for notes ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.notes.repository import NoteRepository
from app.features.notes.service import NoteService


async def get_note_service(session: SessionDep) -> NoteService:
    """The service, within the transaction of the request."""
    return NoteService(NoteRepository(session))


NoteServiceDep = Annotated[NoteService, Depends(get_note_service)]
