"""What can be done with comments."""

from app.features.comments.exceptions import CommentNotFoundError
from app.features.comments.models import Comment
from app.features.comments.repository import CommentRepository
from app.features.comments.schemas import CommentCreate, CommentFilters, CommentUpdate
from app.features.notes.repository import NoteRepository
from app.features.orders.repository import OrderRepository
from app.features.users.models import User
from app.shared.pagination import PageOf


class CommentService:
    """The rules of comments."""

    def __init__(
        self, repository: CommentRepository, orders: OrderRepository, notes: NoteRepository
    ) -> None:
        self._repository = repository
        self._orders = orders
        self._notes = notes

    async def find(self, filters: CommentFilters) -> PageOf[Comment]:
        """One page of the comments that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, comment_id: int) -> Comment:
        """One comment.

        Raises:
            CommentNotFoundError: there is none with this key.
        """
        comment = await self._repository.get(comment_id)
        if comment is None:
            raise CommentNotFoundError(comment_id)
        return comment

    async def create(self, payload: CommentCreate, by: User) -> Comment:
        """Store a new comment.

        Raises:
            UnprocessableError: it refers to what is not there for the user.
        """
        await self._orders.changeable_by(by).require(payload.order_id, "order_id")
        await self._notes.owned_by(by).require(payload.note_id, "note_id")
        return await self._repository.add(Comment(**payload.model_dump()))

    async def update(self, comment_id: int, payload: CommentUpdate, by: User) -> Comment:
        """Change what the request names, and nothing else.

        Raises:
            CommentNotFoundError: there is none with this key.
            UnprocessableError: it refers to what is not there for the user.
        """
        comment = await self._get_locked(comment_id)
        await self._orders.changeable_by(by).require(payload.order_id, "order_id")
        return await self._repository.update(comment, payload.changes())

    async def delete(self, comment_id: int) -> None:
        """Delete a comment.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            CommentNotFoundError: there is none with this key.
        """
        await self._repository.delete(await self._get_locked(comment_id))

    async def _get_locked(self, comment_id: int) -> Comment:
        """One comment, locked."""
        comment = await self._repository.get_locked(comment_id)
        if comment is None:
            raise CommentNotFoundError(comment_id)
        return comment
