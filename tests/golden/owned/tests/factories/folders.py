"""Makes folders for tests."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.features.folders.models import Folder
from app.features.folders.schemas import FolderCreate
from tests.factories.base import pick
from tests.factories.orders import OrderFactory
from tests.owners import OwnedFactory


class FolderFactory(OwnedFactory[Folder]):
    model = Folder
    schema = FolderCreate
    path = "/api/v1/folders"

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "name": pick(index, ["birch", "amber", "cedar"]),
        }

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        return await super().references(session, index) | {
            "cover_id": (await OrderFactory.shared(session, index)).id,
        }
