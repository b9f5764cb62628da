"""What a broken constraint means to the client, whichever database reports it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Constraint,
    ExceptionContext,
    Index,
    Insert,
    MetaData,
    Table,
    Update,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from app.core.errors import MISSING_REFERENCE, AppError, ConflictError, UnprocessableError


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
SQLITE_MISSING_REFERENCE = "FOREIGN KEY constraint failed"
SQLITE_MESSAGE = re.compile(r"(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: (.*))?")

PREPARER = postgresql.dialect().identifier_preparer  # type: ignore[no-untyped-call]
TEXT = re.compile(r"'[^']*'")
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken constraint.

    Attributes:
        columns: those that it is about, as clients call them: by their names, or by the ``alias``
            in their ``info``; empty where the database does not tell.
        deleting: whether a row was to be deleted.
        rule: the name of a check, as the model gives it.
    """

    kind: Kind
    columns: tuple[str, ...] = ()
    deleting: bool = False
    rule: str = ""


def read_violation(error: IntegrityError, metadata: MetaData) -> Violation | None:
    """Find out which constraint was broken; None where the driver's words are not known."""
    deleting = (error.statement or "").lstrip().upper().startswith("DELETE")
    message = SQLITE_MESSAGE.match(str(error.orig))
    if message is not None:
        kind = Kind(message[1].lower().replace(" ", "_"))
        if kind is Kind.CHECK:
            return _violation(kind, message[2], None, metadata, deleting=deleting)
        found = [name.rpartition(".") for name in message[2].split(", ")] if message[2] else []
        columns = tuple(_told(table, column, metadata) for table, _, column in found)
        return Violation(kind, columns, deleting)
    kind_of_state = SQLSTATES.get(getattr(error.orig, "sqlstate", ""))
    if kind_of_state is None:
        return None
    particulars = getattr(error.orig, "diag", None)
    column: str | None = getattr(particulars, "column_name", None)
    table: str | None = getattr(particulars, "table_name", None)
    if column:
        return Violation(kind_of_state, (_told(table, column, metadata),), deleting)
    name: str | None = getattr(particulars, "constraint_name", None)
    return _violation(kind_of_state, name, table, metadata, deleting=deleting)


def explain(violation: Violation | None) -> AppError:
    """The error that a client is told."""
    if violation is None:
        return ConflictError("The request conflicts with what is stored.")
    if violation.kind is Kind.UNIQUE:
        return _on_columns(ConflictError, violation, "unique", "is taken already")
    if violation.kind is Kind.FOREIGN_KEY and violation.deleting:
        return ConflictError("Other resources still refer to this one.", code="referenced")
    if violation.kind is Kind.FOREIGN_KEY:
        return _on_columns(UnprocessableError, violation, *MISSING_REFERENCE)
    if violation.kind is Kind.NOT_NULL:
        return _on_columns(UnprocessableError, violation, "required", "must not be null")
    message = f"breaks the rule {violation.rule}" if violation.rule else "is not allowed"
    return _on_columns(UnprocessableError, violation, "check", message)


def name_missing_references(context: ExceptionContext) -> None:
    """SQLite names what is not unique, but no reference that is missing: complete its message.

    The statement alone was undone: what the transaction wrote before is there to be referred to.
    """
    connection, failed = context.connection, context.execution_context
    if connection is None or str(context.original_exception) != SQLITE_MISSING_REFERENCE:
        return
    compiled: Any = getattr(failed, "compiled", None)
    if compiled is None or not isinstance(compiled.statement, Insert | Update):
        return
    names = {
        str(column): None
        for parameters in getattr(failed, "compiled_parameters", ())
        for column in compiled.statement.table.columns
        for reference in column.foreign_keys
        if parameters.get(column.key) is not None
        and connection.scalar(select(1).where(reference.column == parameters[column.key])) is None
    }
    if names:
        context.original_exception.args = (f"{SQLITE_MISSING_REFERENCE}: {', '.join(names)}",)


def _told(table: str | None, column: str, metadata: MetaData) -> str:
    """What clients call a column."""
    known = metadata.tables.get(table or "")
    return column if known is None or column not in known.c else _alias(known.c[column])


def _alias(column: Column[Any]) -> str:
    alias: str = column.info.get("alias", column.key)
    return alias


def _violation(
    kind: Kind, name: str | None, table: str | None, metadata: MetaData, *, deleting: bool
) -> Violation:
    """A constraint by its name, with what the models know of it."""
    for candidate in metadata.tables.values():
        if name is None or table not in {None, candidate.name}:
            continue
        rules: list[Constraint | Index] = [*candidate.constraints, *candidate.indexes]
        for rule in rules:
            # PostgreSQL has names of more than 63 bytes in a shorter form.
            if rule.name is None or name not in {rule.name, PREPARER.format_constraint(rule)}:
                continue
            title = _rule(rule, candidate) if isinstance(rule, CheckConstraint) else ""
            return Violation(kind, _columns_of(rule, candidate), deleting, title)
    return Violation(kind, deleting=deleting)


def _rule(check: CheckConstraint, table: Table[Any]) -> str:
    """What a model calls a check, without what the naming convention puts before it."""
    return str(check.name).removeprefix(f"ck_{table.name}_")


def _columns_of(rule: Constraint | Index, table: Table[Any]) -> tuple[str, ...]:
    columns = tuple(_alias(column) for column in getattr(rule, "columns", ()))
    if columns or not isinstance(rule, CheckConstraint):
        return columns
    words = set(WORD.findall(TEXT.sub("", str(rule.sqltext))))
    named = [column for column in table.columns if column.name in words]
    # No request has the key of a row in its body.
    sent = [column for column in named if not column.primary_key]
    return tuple(_alias(column) for column in sent or named)


def _on_columns(kind: type[AppError], violation: Violation, code: str, message: str) -> AppError:
    if not violation.columns:
        return kind(f"The request breaks a rule of the database ({code}).", code=None)
    return kind.on_all(violation.columns, code, message)
