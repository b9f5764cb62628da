"""What endpoints for comments ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.comments.repository import CommentRepository
from app.features.comments.service import CommentService
from app.features.notes.repository import NoteRepository
from app.features.orders.repository import OrderRepository


async def get_comment_service(session: SessionDep) -> CommentService:
    """The service, within the transaction of the request."""
    return CommentService(
        CommentRepository(session), OrderRepository(session), NoteRepository(session)
    )


CommentServiceDep = Annotated[CommentService, Depends(get_comment_service)]
