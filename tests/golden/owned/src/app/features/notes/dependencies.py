"""What endpoints for notes ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.auth.dependencies import CurrentUser
from app.features.notes.repository import NoteRepository
from app.features.notes.service import NoteService


async def get_own_note_service(session: SessionDep, user: CurrentUser) -> NoteService:
    """The service, on what the user may see, within the transaction of the request."""
    return NoteService(NoteRepository(session).owned_by(user))


OwnNoteServiceDep = Annotated[NoteService, Depends(get_own_note_service)]
