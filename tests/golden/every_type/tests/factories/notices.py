"""Makes notices for tests."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.features.notices.models import Notice
from app.features.notices.schemas import NoticeCreate
from tests.factories.base import Factory, pick
from tests.factories.doors import DoorFactory


class NoticeFactory(Factory[Notice]):
    model = Notice
    schema = NoticeCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "body": pick(index, ["birch", "amber", "cedar"]),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return {
            "door_id": (await DoorFactory.shared(session, index)).id,
        }
