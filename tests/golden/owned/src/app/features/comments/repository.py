"""Queries on comments."""

from app.features.comments.models import Comment
from app.features.comments.schemas import CommentFilters
from app.shared.filters import conditions
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class CommentRepository(Repository[Comment]):
    """Queries on the table of comments."""

    model = Comment

    async def find(self, filters: CommentFilters) -> PageOf[Comment]:
        """One page of the comments that meet the filters."""
        return await self.list_page(filters, where=conditions(Comment, filters))
