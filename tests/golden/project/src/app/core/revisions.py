"""What Alembic leaves out of the revisions that it writes from the models."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import (
    AddColumnOp,
    AlterColumnOp,
    CreateCheckConstraintOp,
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
    column,
    false,
    inspect,
    true,
)
from sqlalchemy.sql.elements import conv

from app.core.enum_checks import LITERAL, DifferingCheck, allowed_by

BOOLEANS = {"1": true(), "true": true(), "0": false(), "false": false()}


class AllowOp(CreateCheckConstraintOp):
    """Holds a column to values, in words that both databases take."""

    def __init__(self, check: DifferingCheck, values: Sequence[str]) -> None:
        """Allow these values by a check of this name."""
        super().__init__(conv(check.name), check.table, column(check.column).in_(values))
        self.rendered = f"sa.column({check.column!r}).in_({[*values]!r})"


@renderers.dispatch_for(AllowOp)
def render_allow(_: AutogenContext, operation: AllowOp) -> str:
    """Write it for a batch."""
    name = f"batch_op.f({str(operation.constraint_name)!r})"
    return f"batch_op.create_check_constraint({name}, {operation.rendered})"


def complete(
    connection: Connection, script: MigrationScript, differing: Sequence[DifferingCheck]
) -> list[str]:
    """Write what Alembic leaves out, and tell what is to be known of it or written by hand.

    PostgreSQL drops the checks of a column with it; SQLite, which makes the table anew, would keep
    them. Rows that are there have no value for a new column.

    Args:
        connection: to the database, as it is before the revision.
        script: the revision, which is changed.
        differing: checks that are to allow other values.
    """
    inspector = inspect(connection)
    told = [*_allow(differing, script)]
    for change in _changes(script.upgrade_ops_list):
        before = _Before(inspector, change.table_name, told)
        change.ops = [one for each in change.ops for one in before.completed(each)]
    for change in _changes(script.downgrade_ops_list):
        change.ops = [one for each in change.ops for one in _with_check(change.table_name, each)]
    return told


def _allow(differing: Sequence[DifferingCheck], script: MigrationScript) -> Iterator[str]:
    """Make checks anew, and tell what that is to rows that are there."""
    tables: dict[str, None] = {}
    for check in differing:
        retyped = _is_retyped(check, script)
        if check.before is None or (check.before and retyped):
            wanted = ", ".join(check.wanted)
            yield _by_hand(f"{check.table}.{check.column} is to allow {wanted}")
            continue
        # Alembic makes the check of a column that becomes one of an enum.
        if not retyped:
            for up in script.upgrade_ops_list:
                _change(up, check.table).ops += _replaced(check, check.before, check.wanted)
            for down in script.downgrade_ops_list:
                _change(down, check.table).ops += _replaced(check, check.wanted, check.before)
        tables[check.table] = None
        yield from _notes(check, check.before)
    for table in tables:
        read = f"on PostgreSQL nobody writes {table} while its rows are read"
        yield _note(f"{read}, which NOT VALID spares a large table")


def _is_retyped(check: DifferingCheck, script: MigrationScript) -> bool:
    return any(
        isinstance(each, AlterColumnOp)
        and each.column_name == check.column
        and each.modify_type is not None
        for change in _changes(script.upgrade_ops_list)
        if change.table_name == check.table
        for each in change.ops
    )


def _replaced(
    check: DifferingCheck, old: Sequence[str], new: Sequence[str]
) -> Iterator[MigrateOperation]:
    if old:
        yield _drop(check.name, check.table)
    if new:
        yield AllowOp(check, new)


def _notes(check: DifferingCheck, before: Sequence[str]) -> Iterator[str]:
    name = f"{check.table}.{check.column}"
    gone = [value for value in before if value not in check.wanted]
    new = [value for value in check.wanted if value not in before]
    if not before:
        yield _note(f"upgrade fails where {name} is none of {', '.join(check.wanted)}")
    if gone:
        yield _note(f"upgrade fails where {name} is {' or '.join(gone)}")
    if before and new:
        yield _note(f"downgrade fails where {name} is {' or '.join(new)}")


def _change(found: UpgradeOps | DowngradeOps, table: str) -> ModifyTableOps:
    """The changes of a table, which are begun where there are none."""
    for change in _changes([found]):
        if change.table_name == table:
            return change
    begun = ModifyTableOps(table, [])
    found.ops.append(begun)
    return begun


def _by_hand(what: str) -> str:
    return f"By hand, as docs/operations.md shows: {what}."


def _note(what: str) -> str:
    return f"See docs/operations.md: {what}."


def _changes(found: Sequence[UpgradeOps | DowngradeOps]) -> Iterator[ModifyTableOps]:
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
                self._told.append(
                    _by_hand(f"{self._table}.{name} is to be filled before it is NOT NULL")
                )
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
                gone = f"{self._table}.{dropped.column_name}"
                self._told.append(_by_hand(f"{check['name']} is to go before {gone}"))

    def _is_restored(self, dropped: DropColumnOp, name: str, check: str) -> bool:
        """Give the column that a downgrade makes the enum of the check, if it is of one."""
        column = dropped.to_column()
        prefix = f"ck_{self._table}_"
        values = allowed_by(dropped.column_name, check)
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
