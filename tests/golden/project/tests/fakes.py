"""Stand-ins for what unit tests must not touch."""

from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import ColumnElement

from app.core.database import Base
from app.shared.cursor import CursorCodec
from app.shared.filters import Sort
from app.shared.pagination import CursorPageOf, CursorParams, PageOf, PageParams
from app.shared.repository import Repository
from app.shared.soft_delete import SoftDeleteRepository

CODEC = CursorCodec(SecretStr("k" * 32))
ModelT = TypeVar("ModelT", bound=Base)


class InMemory(Repository[ModelT]):
    """Keeps rows in a list: ``class FakeOrders(InMemory[Order], OrderRepository)``."""

    def __init__(self, *rows: ModelT) -> None:
        self.rows = list(rows)

    async def get(self, key: UUID | int) -> ModelT | None:
        name = self.key.key
        return next((row for row in self.rows if getattr(row, name) == key), None)

    async def get_locked(self, key: UUID | int) -> ModelT | None:
        return await self.get(key)

    async def list_page(
        self,
        params: PageParams,
        *,
        where: Sequence[ColumnElement[bool]] = (),
        sorts: Sequence[Sort] = (),
    ) -> PageOf[ModelT]:
        del where, sorts
        end = params.offset + params.page_size
        return PageOf(
            items=self.rows[params.offset : end],
            total=len(self.rows),
            page=params.page,
            page_size=params.page_size,
            has_next=len(self.rows) > end,
        )

    async def list_cursor(
        self,
        params: CursorParams,
        codec: CursorCodec,
        *,
        where: Sequence[ColumnElement[bool]] = (),
        sorts: Sequence[Sort] = (),
    ) -> CursorPageOf[ModelT]:
        del codec, where, sorts
        items = self.rows[: params.page_size]
        return CursorPageOf(items=items, page_size=params.page_size, next_cursor=None)

    async def end_read_transaction(self) -> None:
        pass

    async def add(self, row: ModelT) -> ModelT:
        self.rows.append(row)
        return row

    async def update(self, row: ModelT, changes: Mapping[str, object]) -> ModelT:
        for name, value in changes.items():
            setattr(row, name, value)
        return row

    async def delete(self, row: ModelT) -> None:
        self.rows.remove(row)


class KeptInMemory(InMemory[ModelT], SoftDeleteRepository[ModelT]):
    """The same for rows that are kept when they are deleted."""

    def __init__(self, *rows: ModelT) -> None:
        super().__init__(*rows)
        self.deleted: list[ModelT] = []

    async def delete(self, row: ModelT) -> None:
        await super().delete(row)
        self.deleted.append(row)

    async def restore(self, key: UUID | int) -> ModelT | None:
        self.rows, self.deleted = self.deleted, self.rows
        row = await self.get(key)
        self.rows, self.deleted = self.deleted, self.rows
        if row is not None:
            self.deleted.remove(row)
            self.rows.append(row)
        return row
