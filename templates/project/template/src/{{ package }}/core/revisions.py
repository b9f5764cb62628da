"""What Alembic leaves out of the revisions that it writes from the models."""

import re
from collections.abc import Iterator
from typing import Any

from alembic.operations.ops import (
    AddColumnOp,
    DowngradeOps,
    DropColumnOp,
    DropConstraintOp,
    MigrateOperation,
    MigrationScript,
    ModifyTableOps,
    UpgradeOps,
)
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DefaultClause,
    Enum,
    Inspector,
    String,
    false,
    inspect,
    true,
)
from sqlalchemy.sql.elements import conv

LITERAL = re.compile(r"'((?:[^']|'')*)'")
# What a check of an enum is made of besides its column and its values, on either database.
AROUND_VALUES = re.compile(r"\b(?:IN|ANY|ARRAY|character varying|text)\b|[\s()\[\],=:\"]")

BOOLEANS = {"1": true(), "true": true(), "0": false(), "false": false()}


def complete(connection: Connection, script: MigrationScript) -> list[str]:
    """Write what Alembic leaves out, and say what is to be written by hand.

    PostgreSQL drops the checks of a column with it; SQLite, which makes the table anew, would keep
    them. Rows that are there have no value for a new column.

    Args:
        connection: to the database, as it is before the revision.
        script: the revision, which is changed.
    """
    inspector = inspect(connection)
    told: list[str] = []
    for change in _changes(script.upgrade_ops_list):
        before = _Before(inspector, change.table_name, told)
        change.ops = [one for each in change.ops for one in before.completed(each)]
    for change in _changes(script.downgrade_ops_list):
        change.ops = [one for each in change.ops for one in _with_check(change.table_name, each)]
    return told


def _changes(found: list[UpgradeOps] | list[DowngradeOps]) -> Iterator[ModifyTableOps]:
    for each in found:
        yield from (change for change in each.ops if isinstance(change, ModifyTableOps))


class _Before:
    """A table as the revision finds it."""

    def __init__(self, inspector: Inspector, table: str, told: list[str]) -> None:
        self._inspector = inspector
        self._table = table
        self._told = told

    def completed(self, operation: MigrateOperation) -> Iterator[MigrateOperation]:
        """An operation, behind what drops the checks of the column that it drops."""
        match operation:
            case DropColumnOp():
                yield from self._without_checks(operation)
                _restore_default(operation.to_column())
            case AddColumnOp(column=Column(name=name, nullable=False, server_default=None)):
                self._told.append(f"{self._table}.{name} is to be filled before it is NOT NULL")
            case _:
                pass
        yield operation

    def _without_checks(self, dropped: DropColumnOp) -> Iterator[DropConstraintOp]:
        for check in self._inspector.get_check_constraints(self._table):
            if not check["name"] or not _names(dropped.column_name, check["sqltext"]):
                continue
            if self._is_restored(dropped, check["name"], check["sqltext"]):
                yield _drop(check["name"], self._table)
            else:
                self._told.append(
                    f"{check['name']} is to go before {self._table}.{dropped.column_name}"
                )

    def _is_restored(self, dropped: DropColumnOp, name: str, check: str) -> bool:
        """Give the column that a downgrade makes the enum of the check, if it is of one."""
        column = dropped.to_column()
        prefix = f"ck_{self._table}_"
        values = _values(dropped.column_name, check)
        if not (values and name.startswith(prefix) and isinstance(column.type, String)):
            return False
        column.type = Enum(
            *values,
            name=name.removeprefix(prefix),
            native_enum=False,
            create_constraint=True,
            length=column.type.length,
        )
        return True


def _with_check(table: str, operation: MigrateOperation) -> Iterator[MigrateOperation]:
    """An operation, behind what drops the check that a column of an enum was added with."""
    if isinstance(operation, DropColumnOp):
        kind = operation.to_column().type
        if isinstance(kind, Enum) and kind.create_constraint:
            yield _drop(f"ck_{table}_{kind.name}", table)
    yield operation


def _restore_default(column: Column[Any]) -> None:
    """Give a boolean column that a downgrade makes a default that both databases take."""
    default = column.server_default
    if isinstance(column.type, Boolean) and isinstance(default, DefaultClause):
        value = BOOLEANS.get(str(default.arg).lower())
        column.server_default = DefaultClause(value) if value is not None else default


def _drop(name: str, table: str) -> DropConstraintOp:
    # Marked as complete: the naming convention is not applied to it once more.
    return DropConstraintOp(conv(name), table, type_="check")


def _names(column: str, check: str) -> bool:
    return re.search(rf"\b{re.escape(column)}\b", LITERAL.sub("", check)) is not None


def _values(column: str, check: str) -> list[str]:
    """The values that a check holds a column to; none where it says anything else."""
    if AROUND_VALUES.sub("", LITERAL.sub("", check)) != column:
        return []
    return [value.replace("''", "'") for value in LITERAL.findall(check)]
