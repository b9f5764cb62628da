"""The values that the database allows in columns of enums, which Alembic does not compare."""

import re
from typing import NamedTuple

from sqlalchemy import CheckConstraint, Connection, Enum, Inspector, MetaData, inspect
from sqlalchemy.sql.elements import conv

LITERAL = re.compile(r"'((?:[^']|'')*)'")
# What a check of an enum is made of besides its column and its values, on either database.
AROUND_VALUES = re.compile(r"\b(?:IN|ANY|ARRAY|character varying|text)\b|[\s()\[\],=:\"]")


class DifferingCheck(NamedTuple):
    """A CHECK of other values than the enum of its column.

    Attributes:
        table: that has it.
        column: of the enum.
        name: of the check.
        before: the values that the database allows; None where the check says anything else, and
            none where there is no check.
        wanted: those of the enum.
    """

    table: str
    column: str
    name: str
    before: list[str] | None
    wanted: list[str]


def differing_checks(connection: Connection, metadata: MetaData) -> list[DifferingCheck]:
    """Find the columns whose CHECK is of other values than their enum.

    Args:
        connection: to the database; columns that it does not have are left out.
        metadata: of the models.
    """
    inspector = inspect(connection)
    there = {
        (table, column["name"])
        for (_, table), columns in inspector.get_multi_columns().items()
        for column in columns
    }
    found = (
        _compared(inspector, table.name, column.name, column.type)
        for table in metadata.sorted_tables
        for column in table.columns
        if (table.name, column.name) in there
        and isinstance(column.type, Enum)
        and column.type.create_constraint
    )
    return [check for check in found if check is not None]


def allowed_by(column: str, check: str) -> list[str]:
    """The values that a check holds a column to; none where it says anything else."""
    return [] if AROUND_VALUES.sub("", LITERAL.sub("", check)) != column else _literals(check)


def _literals(check: str) -> list[str]:
    return [value.replace("''", "'") for value in LITERAL.findall(check)]


def _compared(inspector: Inspector, table: str, column: str, kind: Enum) -> DifferingCheck | None:
    name = f"ck_{table}_{kind.name}"
    check = _said_by(inspector, table, name)
    if {*_literals(check)} == {*kind.enums}:
        return None
    before = (allowed_by(column, check) or None) if check else []
    return DifferingCheck(table, column, name, before, kind.enums)


def _said_by(inspector: Inspector, table: str, name: str) -> str:
    """What a CHECK says; nothing where there is none of this name."""
    # PostgreSQL has short names, and SQLAlchemy its own way to shorten long ones.
    preparer = inspector.dialect.identifier_preparer
    wanted = preparer.format_constraint(CheckConstraint("", name=conv(name)))
    checks = (
        check["sqltext"]
        for check in inspector.get_check_constraints(table)
        if check["name"] and preparer.quote(check["name"]) == wanted
    )
    return next(checks, "")
