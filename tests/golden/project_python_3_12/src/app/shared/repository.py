"""The queries that every feature needs. A feature's repository derives from it and adds its own."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, inspect, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.orm.interfaces import ORMOption

from app.core.errors import NotFoundError
from app.core.integrity import Kind, Violation, explain, missing_references, read_violation
from app.shared.cursor import CursorCodec
from app.shared.filters import Sort
from app.shared.pagination import CursorPageOf, CursorParams, PageOf, PageParams


class Repository[ModelT: DeclarativeBase]:
    """Reads and writes the rows of one model.

    Attributes:
        model: set by each subclass.
        options: loader options of every query that returns rows.
    """

    model: type[ModelT]
    options: Sequence[ORMOption] = ()

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of a session."""
        self.session = session

    @property
    def key(self) -> InstrumentedAttribute[Any]:
        """The primary key, by which every order is made total."""
        mapper = inspect(self.model)
        name = mapper.get_property_by_column(mapper.primary_key[0]).key
        attribute: InstrumentedAttribute[Any] = getattr(self.model, name)
        return attribute

    async def get(self, key: UUID | int) -> ModelT | None:
        """The row with a key, if there is one."""
        return await self.session.get(self.model, key, options=self.options)

    async def exists(self, *where: ColumnElement[bool]) -> bool:
        """Whether a row meets all conditions."""
        found = await self.session.scalar(select(1).select_from(self.model).where(*where).limit(1))
        return found is not None

    async def list_page(
        self,
        params: PageParams,
        *,
        where: Sequence[ColumnElement[bool]] = (),
        sorts: Sequence[Sort] = (),
    ) -> PageOf[ModelT]:
        """One page by number, sorted by the primary key in the end."""
        query = (
            select(self.model)
            .where(*where)
            .order_by(*(sort.expression for sort in (*sorts, Sort(self.key))))
            .offset(params.offset)
            .limit(params.page_size + 1)
            .options(*self.options)
        )
        rows = list(await self.session.scalars(query))
        total = await self.count(*where) if params.include_total else None
        return PageOf(
            items=rows[: params.page_size],
            total=total,
            page=params.page,
            page_size=params.page_size,
            has_next=len(rows) > params.page_size,
        )

    async def list_cursor(
        self,
        params: CursorParams,
        codec: CursorCodec,
        *,
        where: Sequence[ColumnElement[bool]] = (),
        sorts: Sequence[Sort] = (),
    ) -> CursorPageOf[ModelT]:
        """One page by cursor: as fast at the end of a list as at its beginning.

        Args:
            params: where to go on.
            codec: reads and makes cursors.
            where: conditions that all rows meet.
            sorts: columns that are never null.

        Raises:
            UnprocessableError: the cursor is of another list or order.
        """
        keys = (*sorts, Sort(self.key))
        columns = [sort.column for sort in keys]
        order = ",".join(f"{'-' if sort.descending else ''}{sort.column.key}" for sort in keys)
        scope = f"{self.model.__tablename__}:{order}"
        query = select(self.model).where(*where)
        if params.cursor is not None:
            query = query.where(_after(keys, codec.decode(params.cursor, columns, scope)))
        query = (
            query.order_by(*(sort.expression for sort in keys))
            .limit(params.page_size + 1)
            .options(*self.options)
        )
        rows = list(await self.session.scalars(query))
        items = rows[: params.page_size]
        cursor = None
        if len(rows) > params.page_size:
            cursor = codec.encode([getattr(items[-1], column.key) for column in columns], scope)
        return CursorPageOf(items=items, page_size=params.page_size, next_cursor=cursor)

    async def count(self, *where: ColumnElement[bool]) -> int:
        """How many rows meet all conditions."""
        query = select(func.count()).select_from(self.model).where(*where)
        return await self.session.scalar(query) or 0

    async def add(self, row: ModelT) -> ModelT:
        """Insert a row.

        Raises:
            ConflictError: a unique value is taken.
            UnprocessableError: a reference is missing, or another constraint is broken.
        """
        async with self._write(dict(vars(row))):
            self.session.add(row)
        return row

    async def update(self, row: ModelT, changes: Mapping[str, object]) -> ModelT:
        """Change some attributes of a row.

        Raises:
            ConflictError: a unique value is taken.
            NotFoundError: the row was deleted meanwhile.
            UnprocessableError: a reference is missing, or another constraint is broken.
        """
        async with self._write(changes):
            for name, value in changes.items():
                setattr(row, name, value)
        return row

    async def delete(self, row: ModelT) -> None:
        """Delete a row.

        Raises:
            ConflictError: other rows refer to it.
        """
        async with self._write({}):
            await self.session.delete(row)

    @asynccontextmanager
    async def _write(self, values: Mapping[str, object]) -> AsyncGenerator[None, None]:
        # In a savepoint: who handles the error finds the rest of the transaction as it was.
        try:
            async with self.session.begin_nested():
                yield
        except IntegrityError as error:
            violation = read_violation(error, self.model.metadata)
            raise explain(await self._with_columns(violation, values)) from error
        except StaleDataError as error:
            raise NotFoundError("The resource was deleted meanwhile.") from error

    async def _with_columns(
        self, violation: Violation | None, values: Mapping[str, object]
    ) -> Violation | None:
        """Name the missing references where the database did not."""
        if violation != Violation(Kind.FOREIGN_KEY):
            return violation
        missing = await missing_references(self.session, inspect(self.model), values)
        return Violation(Kind.FOREIGN_KEY, missing)


def _after(keys: Sequence[Sort], values: Sequence[object]) -> ColumnElement[bool]:
    """The condition that a row comes after the one with these values."""
    alternatives: list[ColumnElement[bool]] = []
    for position, (sort, value) in enumerate(zip(keys, values, strict=True)):
        same = [earlier.column == values[index] for index, earlier in enumerate(keys[:position])]
        beyond = sort.column < value if sort.descending else sort.column > value
        alternatives.append(and_(*same, beyond))
    return or_(*alternatives)
