"""What can be done with notices."""

from app.features.notices.models import Notice
from app.features.notices.repository import NoticeRepository
from app.features.notices.schemas import NoticeCreate


class NoticeService:
    """The rules of notices."""

    def __init__(self, repository: NoticeRepository) -> None:
        self._repository = repository

    async def create(self, payload: NoticeCreate) -> Notice:
        """Store a new notice.

        Raises:
            UnprocessableError: it refers to what is not there.
        """
        return await self._repository.add(Notice(**payload.model_dump()))
