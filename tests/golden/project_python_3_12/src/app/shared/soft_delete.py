"""Queries on rows that are kept when they are deleted."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import DeclarativeBase

from app.core.errors import NotFoundError
from app.core.soft_delete import SoftDeleteMixin, deleted_at, is_live, restore, soft_delete
from app.core.types import utc_now
from app.shared.repository import Repository


class SoftDeleteRepository[ModelT: DeclarativeBase](Repository[ModelT]):
    """Reads and writes the rows of one model as if those that are deleted were not there."""

    async def delete(self, row: ModelT) -> None:
        """Delete a row, and what goes with it.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            NotFoundError: it was deleted meanwhile.
            PreconditionFailedError: a row with a version was changed meanwhile.
        """
        found = self._narrowed(select(self.key), self.key == getattr(row, self.key.key))
        if await self.session.scalar(found.with_for_update()) is None:
            raise NotFoundError("The resource was deleted meanwhile.")
        with self._explained():
            await self.session.run_sync(soft_delete, cast("SoftDeleteMixin", row), utc_now())

    async def restore(self, key: UUID | int) -> ModelT | None:
        """Restore the deleted row with a key, if there is one, and what went with it.

        Raises:
            ConflictError: a unique value is taken meanwhile, or what it refers to is deleted.
        """
        where = (self.key == key, deleted_at(self.model).is_not(None))
        found = super()._narrowed(select(self.model), *where).with_for_update()
        row: ModelT | None = await self.session.scalar(found)
        if row is not None:
            with self._explained():
                await self.session.run_sync(restore, cast("SoftDeleteMixin", row))
        return row

    def _narrowed(self, query: Select[Any], *where: ColumnElement[bool]) -> Select[Any]:
        return super()._narrowed(query, is_live(self.model), *where)
