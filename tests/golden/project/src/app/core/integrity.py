"""What a broken constraint means to the client, whichever database reports it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Constraint, ForeignKeyConstraint, Index, MetaData, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper

from app.core.errors import AppError, ConflictError, ErrorDetail, UnprocessableError


class Kind(StrEnum):
    """Kinds of constraint."""

    UNIQUE = "unique"
    FOREIGN_KEY = "foreign_key"
    NOT_NULL = "not_null"
    CHECK = "check"


SQLSTATES = {
    "23001": Kind.FOREIGN_KEY,
    "23502": Kind.NOT_NULL,
    "23503": Kind.FOREIGN_KEY,
    "23505": Kind.UNIQUE,
    "23514": Kind.CHECK,
}
SQLITE_MESSAGE = re.compile(r"(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: (.*))?")


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken constraint; ``columns`` is empty where the database does not tell."""

    kind: Kind
    columns: tuple[str, ...] = ()
    deleting: bool = False


def read_violation(error: IntegrityError, metadata: MetaData) -> Violation | None:
    """Find out which constraint was broken; None where the driver's words are not known."""
    deleting = (error.statement or "").lstrip().upper().startswith("DELETE")
    message = SQLITE_MESSAGE.match(str(error.orig))
    if message is not None:
        kind = Kind(message[1].lower().replace(" ", "_"))
        if kind in {Kind.UNIQUE, Kind.NOT_NULL}:
            columns = tuple(name.rpartition(".")[2] for name in message[2].split(", "))
            return Violation(kind, columns)
        return Violation(kind, _columns_of(message[2], None, metadata), deleting)
    kind_of_state = SQLSTATES.get(getattr(error.orig, "sqlstate", ""))
    if kind_of_state is None:
        return None
    # psycopg keeps the particulars in ``diag``, asyncpg in the exception that caused this one.
    particulars = getattr(error.orig, "diag", None) or getattr(error.orig, "__cause__", None)
    column: str | None = getattr(particulars, "column_name", None)
    columns = (
        (column,)
        if column
        else _columns_of(
            getattr(particulars, "constraint_name", None),
            getattr(particulars, "table_name", None),
            metadata,
        )
    )
    return Violation(kind_of_state, columns, deleting)


def explain(violation: Violation | None) -> AppError:
    """The error that a client is told."""
    if violation is None:
        return ConflictError("The request conflicts with what is stored.")
    if violation.kind is Kind.UNIQUE:
        return _on_columns(ConflictError, violation, "unique", "is taken already")
    if violation.kind is Kind.FOREIGN_KEY and violation.deleting:
        return ConflictError("Other resources still refer to this one.", code="referenced")
    if violation.kind is Kind.FOREIGN_KEY:
        return _on_columns(UnprocessableError, violation, "missing_reference", "does not exist")
    if violation.kind is Kind.NOT_NULL:
        return _on_columns(UnprocessableError, violation, "required", "must not be null")
    return _on_columns(UnprocessableError, violation, "check", "is not allowed")


async def missing_references(
    session: AsyncSession, mapper: Mapper[Any], values: Mapping[str, object]
) -> tuple[str, ...]:
    """The foreign keys among ``values`` that refer to no row.

    SQLite does not say which reference failed, so each is looked up, after the fact only.
    """
    missing: list[str] = []
    for column in mapper.columns:
        name = mapper.get_property_by_column(column).key
        value = values.get(name)
        for reference in column.foreign_keys if value is not None else ():
            target = reference.column
            if await session.scalar(select(target).where(target == value)) is None:
                missing.append(name)
    return tuple(missing)


def _columns_of(name: str | None, table: str | None, metadata: MetaData) -> tuple[str, ...]:
    for candidate in metadata.tables.values():
        if table is not None and candidate.name != table:
            continue
        rules: list[Constraint | Index] = [*candidate.constraints, *candidate.indexes]
        for rule in rules:
            if rule.name == name and not isinstance(rule, Index):
                if isinstance(rule, ForeignKeyConstraint):
                    return tuple(rule.column_keys)
                return tuple(column.key for column in getattr(rule, "columns", ()))
            if rule.name == name and isinstance(rule, Index):
                return tuple(column.key for column in rule.columns)
    return ()


def _on_columns(kind: type[AppError], violation: Violation, code: str, message: str) -> AppError:
    if not violation.columns:
        return kind(f"The request breaks a rule of the database ({code}).", code=None)
    details = [
        ErrorDetail(code=code, message=message, field=column, location="body")
        for column in violation.columns
    ]
    return kind(f"{', '.join(violation.columns)}: {message}", details=details)
