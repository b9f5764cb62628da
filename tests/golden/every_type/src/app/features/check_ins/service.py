"""What can be done with check-ins."""

from collections.abc import Sequence

from app.features.check_ins.models import CheckIn
from app.features.check_ins.repository import CheckInRepository
from app.features.check_ins.schemas import CheckInCreate, CheckInFilters
from app.shared.bulk import errors_of_item
from app.shared.cursor import CursorCodec
from app.shared.pagination import CursorPageOf


class CheckInService:
    """The rules of check-ins."""

    def __init__(self, repository: CheckInRepository) -> None:
        self._repository = repository

    async def find(self, filters: CheckInFilters, codec: CursorCodec) -> CursorPageOf[CheckIn]:
        """One page of the check-ins that meet the filters.

        Raises:
            UnprocessableError: the cursor is of another list.
        """
        return await self._repository.find(filters, codec)

    async def create(self, payload: CheckInCreate) -> CheckIn:
        """Store a new check-in.

        Raises:
            UnprocessableError: it refers to what is not there.
        """
        return await self._repository.add(CheckIn(**payload.model_dump()))

    async def bulk_create(self, payloads: Sequence[CheckInCreate]) -> list[CheckIn]:
        """Store several new check-ins, or none of them.

        Raises:
            UnprocessableError: one refers to what is not there.
        """
        created: list[CheckIn] = []
        for index, payload in enumerate(payloads):
            with errors_of_item(index):
                created.append(await self.create(payload))
        return created
