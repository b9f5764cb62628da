"""Makes comments for tests."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.features.comments.models import Comment
from app.features.comments.schemas import CommentCreate
from tests.factories.base import Factory, pick
from tests.factories.notes import NoteFactory
from tests.factories.orders import OrderFactory


class CommentFactory(Factory[Comment]):
    model = Comment
    schema = CommentCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "content": pick(index, ["birch", "amber", "cedar"]),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return {
            "order_id": (await OrderFactory.shared(session, index)).id,
            "note_id": (await NoteFactory.shared(session, index)).id,
        }
