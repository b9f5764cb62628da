"""The values that the database allows in columns of enums, which Alembic does not compare."""

import re

from sqlalchemy import CheckConstraint, Connection, Enum, Inspector, MetaData, inspect
from sqlalchemy.sql.elements import conv

LITERAL = re.compile(r"'((?:[^']|'')*)'")


def differing_checks(connection: Connection, metadata: MetaData) -> list[str]:
    """Say of each column whose CHECK is of other values than its enum what it is to allow.

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
    return [
        f"{table.name}.{column.name} is to allow {', '.join(column.type.enums)}"
        for table in metadata.sorted_tables
        for column in table.columns
        if (table.name, column.name) in there
        and isinstance(column.type, Enum)
        and column.type.create_constraint
        and _allowed(inspector, table.name, column.type.name) != {*column.type.enums}
    ]


def _allowed(inspector: Inspector, table: str, name: str | None) -> set[str]:
    """The values that a CHECK names; none where there is no such CHECK."""
    # PostgreSQL has short names, and SQLAlchemy its own way to shorten long ones.
    preparer = inspector.dialect.identifier_preparer
    wanted = preparer.format_constraint(CheckConstraint("", name=conv(f"ck_{table}_{name}")))
    return {
        value.replace("''", "'")
        for check in inspector.get_check_constraints(table)
        if check["name"] and preparer.quote(check["name"]) == wanted
        for value in LITERAL.findall(check["sqltext"])
    }
