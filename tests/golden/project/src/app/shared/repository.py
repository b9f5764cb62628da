"""The queries that every feature needs. A feature's repository derives from it and adds its own."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from functools import cache, lru_cache
from typing import Any, Generic, Self, TypeVar, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Integer,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, selectinload
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.orm.interfaces import ORMOption

from app.core.database import TimestampMixin
from app.core.errors import (
    MISSING_REFERENCE,
    NotFoundError,
    PreconditionFailedError,
    UnprocessableError,
)
from app.core.integrity import explain, read_violation
from app.core.references import count_losses, key_of, referring_to, version_of
from app.core.soft_delete import LIVE_ONLY
from app.core.types import utc_now
from app.shared.cursor import CursorCodec
from app.shared.filters import PARAMETERS, Sort
from app.shared.includes import embed, is_many
from app.shared.pagination import CursorPageOf, CursorParams, PageOf, PageParams

# Orders of lists whose queries are kept.
MAX_QUERIES = 1_000
# The transaction, among what is known of a session, that has written something.
WRITING = "writing"

ModelT = TypeVar("ModelT", bound=DeclarativeBase)


class Repository(Generic[ModelT]):
    """Reads and writes the rows of one model.

    A write that fails ends the transaction. Who wants to go on after its error writes within
    ``async with session.begin_nested()``, which takes a savepoint.

    Attributes:
        model: set by each subclass.
        options: loader options of every query that returns rows.
        embedded: relations to many that are loaded after rows were found.
        scope: conditions of every query: a row that does not meet them is not there.
    """

    model: type[ModelT]
    options: Sequence[ORMOption] = ()
    embedded: Sequence[InstrumentedAttribute[Any]] = ()
    scope: Sequence[ColumnElement[bool]] = ()

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of a session."""
        self.session = session

    @property
    def key(self) -> InstrumentedAttribute[Any]:
        """The primary key, by which every order is made total."""
        return key_of(self.model)

    def within(self, *scope: ColumnElement[bool]) -> Self:
        """The same queries, on rows that meet some more conditions."""
        narrower = copy(self)
        narrower.scope = (*self.scope, *scope)
        return narrower

    def unscoped(self) -> Self:
        """The same queries, on all rows again: for rules, never for what somebody is told."""
        wider = copy(self)
        wider.scope = type(self).scope
        return wider

    def loading(self, options: Sequence[ORMOption]) -> Self:
        """The same queries, which load more along with the rows."""
        if not options:
            return self
        richer = copy(self)
        richer.options = (*self.options, *options)
        return richer

    def embedding(self, relations: Sequence[InstrumentedAttribute[Any]]) -> Self:
        """The same queries, which load some relations along with the rows.

        Those to many may have more rows than a response is to hold, which is an
        ``UnprocessableError`` of whatever finds them.
        """
        if not relations:
            return self
        # By key: `in` would compare relations in SQL.
        many = {each.key: each for each in relations if is_many(self.model, each)}
        one = [selectinload(each) for each in relations if each.key not in many]
        richer = copy(self.loading(one))
        richer.embedded = list(many.values())
        return richer

    async def get(self, key: UUID | int) -> ModelT | None:
        """The row with a key, if there is one."""
        query = self._rows(_by_key(self.model, self.key))
        row: ModelT | None = await self.session.scalar(query, {"key": key})
        await self._embed([] if row is None else [row])
        return row

    async def get_locked(self, key: UUID | int) -> ModelT | None:
        """The row with a key as it is now; whoever else wants to change it has to wait."""
        query = self._rows(_by_key(self.model, self.key)).with_for_update(key_share=True)
        row: ModelT | None = await self.session.scalar(
            query, {"key": key}, execution_options={"populate_existing": True}
        )
        return row

    async def require(self, key: UUID | int | None, field: str) -> None:
        """See to it that there is a row for a foreign key to refer to; null refers to none.

        Args:
            key: of the row.
            field: of the request that has the key.

        Raises:
            UnprocessableError: there is none.
        """
        if key is not None and await self.get(key) is None:
            raise UnprocessableError.on(field, *MISSING_REFERENCE)

    async def require_all(self, keys: Sequence[UUID | int], field: str) -> None:
        """See to it that there is a row for each of some keys, no two of which are the same.

        Args:
            keys: of the rows.
            field: of the request that has the keys.

        Raises:
            UnprocessableError: one is missing.
        """
        if keys and await self.count(self.key.in_(keys)) < len(keys):
            raise UnprocessableError.on(field, *MISSING_REFERENCE)

    async def exists(self, *where: ColumnElement[bool]) -> bool:
        """Whether a row meets all conditions."""
        found = self._narrowed(select(1).select_from(self.model), *where).limit(1)
        return await self.session.scalar(found) is not None

    async def list_page(
        self,
        params: PageParams,
        *,
        where: Sequence[ColumnElement[bool]] = (),
        sorts: Sequence[Sort] = (),
    ) -> PageOf[ModelT]:
        """One page by number, sorted by the primary key in the end."""
        query = self._rows(_sorted(self.model, (*sorts, Sort(self.key))), *where)
        window = {"offset": params.offset, "limit": params.page_size + 1}
        rows = list(await self.session.scalars(query, window))
        await self._embed(rows[: params.page_size])
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
            sorts: what comes before the primary key.

        Raises:
            UnprocessableError: the cursor is of another list, of other filters or of another order.
        """
        keys = (*sorts, Sort(self.key))
        columns = [sort.column for sort in keys]
        order = ",".join(f"{'-' if sort.descending else ''}{sort.column.key}" for sort in keys)
        filters = params.model_dump_json(exclude={*PARAMETERS} - {"q"}, exclude_defaults=True)
        scope = f"{self.model.__tablename__}:{order}:{filters}"
        query = self._rows(_sorted(self.model, keys), *where)
        if params.cursor is not None:
            query = query.where(_after(keys, codec.decode(params.cursor, columns, scope)))
        window = {"offset": 0, "limit": params.page_size + 1}
        rows = list(await self.session.scalars(query, window))
        items = rows[: params.page_size]
        await self._embed(items)
        cursor = None
        if len(rows) > params.page_size:
            cursor = codec.encode([getattr(items[-1], column.key) for column in columns], scope)
        return CursorPageOf(items=items, page_size=params.page_size, next_cursor=cursor)

    async def count(self, *where: ColumnElement[bool]) -> int:
        """How many rows meet all conditions."""
        return await self.session.scalar(self._narrowed(_number(self.model), *where)) or 0

    async def add(self, row: ModelT) -> ModelT:
        """Insert a row.

        Raises:
            ConflictError: a unique value is taken.
            UnprocessableError: a reference is missing, or another constraint is broken.
        """
        self.session.add(row)
        await self._flush()
        return row

    async def update(self, row: ModelT, changes: Mapping[str, object]) -> ModelT:
        """Change some attributes of a row.

        Raises:
            ConflictError: a unique value is taken.
            NotFoundError: the row was deleted meanwhile.
            PreconditionFailedError: a row with a version was changed meanwhile.
            UnprocessableError: a reference is missing, or another constraint is broken.
        """
        for name, value in changes.items():
            setattr(row, name, value)
        self._touch(row)
        await self._flush()
        return row

    async def delete(self, row: ModelT) -> None:
        """Delete a row.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            PreconditionFailedError: a row with a version was changed meanwhile.
        """
        with self._explained():
            is_row = self.key == getattr(row, self.key.key)
            await self.session.run_sync(count_losses, self.model, is_row)
            if self._refers_to_itself(row):
                await self._delete_by_statement(row, is_row)
            else:
                await self.session.delete(row)
                await self.session.flush()

    async def end_read_transaction(self) -> None:
        """End a transaction that has only read, before what takes long and needs no database."""
        if self.session.info.get(WRITING) is not self.session.sync_session.get_transaction():
            await self.session.commit()

    # SQLAlchemy knows a query that it ran before: what needs no change is not copied.

    def _narrowed(self, query: Select[Any], *where: ColumnElement[bool]) -> Select[Any]:
        return query.where(*self.scope, *where) if self.scope or where else query

    def _rows(self, query: Select[Any], *where: ColumnElement[bool]) -> Select[Any]:
        narrowed = self._narrowed(query, *where)
        return narrowed.options(*self.options, LIVE_ONLY) if self.options else narrowed

    async def _embed(self, rows: Sequence[ModelT]) -> None:
        for relation in self.embedded if rows else ():
            await embed(self.session, self.model, rows, relation)

    def _refers_to_itself(self, row: ModelT) -> bool:
        own = [each for each in referring_to(self.model) if each.source is self.model]
        return any(getattr(row, each.field) == getattr(row, self.key.key) for each in own)

    async def _delete_by_statement(self, row: ModelT, is_row: ColumnElement[bool]) -> None:
        """Delete a row that refers to itself: SQLAlchemy finds no order to delete it in."""
        await self.session.flush()
        query, version = delete(self.model).where(is_row), version_of(self.model)
        if version is not None:
            query = query.where(version == getattr(row, version.key))
        deleted = await self.session.execute(query)
        if version is not None and not cast("CursorResult[Any]", deleted).rowcount:
            raise PreconditionFailedError

    def _touch(self, row: ModelT) -> None:
        """Let other links count as a change, as SQLAlchemy lets changes of columns."""
        session = self.session.sync_session
        if not session.is_modified(row) or session.is_modified(row, include_collections=False):
            return
        version = version_of(self.model)
        if version is not None:
            setattr(row, version.key, getattr(row, version.key) + 1)
        elif isinstance(row, TimestampMixin):
            row.updated_at = utc_now()

    async def _flush(self) -> None:
        with self._explained():
            await self.session.flush()

    @contextmanager
    def _explained(self) -> Generator[None, None, None]:
        """Say what it means that something cannot be stored."""
        self.session.info[WRITING] = self.session.sync_session.get_transaction()
        try:
            yield
        except IntegrityError as error:
            raise explain(read_violation(error, self.model.metadata)) from error
        except StaleDataError as error:
            if version_of(self.model) is not None:
                raise PreconditionFailedError from error
            raise NotFoundError("The resource was deleted meanwhile.") from error


@cache
def _by_key(model: type[Any], key: InstrumentedAttribute[Any]) -> Select[Any]:
    """The query of the row with a ``key``."""
    return select(model).where(key == bindparam("key"))


@cache
def _number(model: type[Any]) -> Select[int]:
    """The query of how many rows there are."""
    return select(func.count()).select_from(model)


@lru_cache(MAX_QUERIES)
def _sorted(model: type[Any], keys: tuple[Sort, ...]) -> Select[Any]:
    """The query of ``limit`` rows after the first ``offset``."""
    query = select(model).order_by(*(sort.expression for sort in keys))
    return query.offset(bindparam("offset", type_=Integer)).limit(bindparam("limit", type_=Integer))


def _after(keys: Sequence[Sort], values: Sequence[object]) -> ColumnElement[bool]:
    """The condition that a row comes after the one with these values."""
    alternatives: list[ColumnElement[bool]] = []
    same: list[ColumnElement[bool]] = []
    for sort, value in zip(keys, values, strict=True):
        alternatives += [and_(*same, beyond) for beyond in _beyond(sort, value)]
        bound = literal(value, sort.column.type)
        same.append(sort.column.is_(None) if value is None else sort.column == bound)
    return or_(*alternatives)


def _beyond(sort: Sort, value: object) -> Iterator[ColumnElement[bool]]:
    """The conditions that a column comes after a value; null is greater than all."""
    if value is None:
        if sort.descending:
            yield sort.column.is_not(None)
        return
    bound = literal(value, sort.column.type)
    yield sort.column < bound if sort.descending else sort.column > bound
    if sort.nullable and not sort.descending:
        yield sort.column.is_(None)
