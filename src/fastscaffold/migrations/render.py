"""Writes operations as the text of a revision, the way Alembic's own renderer does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from fastscaffold.fields.literals import text_literal
from fastscaffold.migrations.layout import Group, array, call, expression, lines
from fastscaffold.migrations.operations import (
    AddForeignKey,
    CreateIndex,
    CreateTable,
    DropForeignKey,
    DropIndex,
    DropTable,
    reverse_all,
)
from fastscaffold.model.resource import Import

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fastscaffold.migrations.operations import Check, Column, ForeignKey, Operation

# Databases that cannot alter a table, SQLite that is, have had these keys from the start.
_IF_ALTERABLE = "if op.get_context().dialect.supports_alter:"


def render_revision(
    operations: Sequence[Operation], *, revision: str, down_revision: str | None, message: str
) -> str:
    """Write a revision.

    Args:
        operations: what ``upgrade`` does; ``downgrade`` does the reverse.
        revision: its id.
        down_revision: the id of its parent; None for the first revision.
        message: one sentence without a full stop: ``Create orders``.

    Returns:
        A module, formatted, without any date: the same arguments give the same text.
    """
    parts = [
        '"""' + _docstring(message) + ".",
        "",
        f"Revision ID: {revision}",
        f"Revises: {down_revision or ''}".rstrip(),
        '"""',
        "",
        *_imports(operations),
        "",
        f"revision: str = {text_literal(revision)}",
        f"down_revision: str | None = {text_literal(down_revision) if down_revision else None}",
        *_function("upgrade", "Apply this revision.", operations),
        *_function("downgrade", "Undo this revision.", reverse_all(operations)),
    ]
    return "\n".join(parts) + "\n"


def _docstring(text: str) -> str:
    return " ".join(text.split()).replace("\\", r"\\").replace('"', r"\"")


def _imports(operations: Sequence[Operation]) -> list[str]:
    needed = {Import("alembic", "op")}
    for operation in operations:
        table = operation.created if isinstance(operation, DropTable) else operation
        if isinstance(table, CreateTable):
            needed.add(Import("sqlalchemy", alias="sa"))
            needed |= {item for column in table.columns for item in column.type.imports}
    plain = sorted(item for item in needed if not item.name)
    names: dict[str, list[str]] = {}
    for item in sorted(needed - set(plain)):
        names.setdefault(item.module, []).append(_as(item.name, item.alias))
    return [
        *(f"import {_as(item.module, item.alias)}" for item in plain),
        *(f"from {module} import {', '.join(found)}" for module, found in names.items()),
    ]


def _as(name: str, alias: str) -> str:
    return f"{name} as {alias}" if alias else name


def _function(name: str, summary: str, operations: Iterable[Operation]) -> Iterator[str]:
    yield from ("", "", f"def {name}() -> None:", f'    """{summary}"""')
    alterable = False
    for operation in operations:
        conditional = isinstance(operation, AddForeignKey | DropForeignKey)
        if conditional and not alterable:
            yield f"    {_IF_ALTERABLE}"
        alterable = conditional
        yield from lines(_statement(operation), 2 if conditional else 1)


def _statement(operation: Operation) -> Group:
    match operation:
        case CreateTable():
            return _create_table(operation)
        case DropTable(created=created):
            return call("op.drop_table", text_literal(created.table))
        case CreateIndex(name=name, table=table, columns=columns, unique=unique, where=where):
            databases = ("sqlite", "postgresql") if where else ()
            return call(
                "op.create_index",
                _name(name),
                text_literal(table),
                array(*map(text_literal, columns)),
                f"unique={unique}",
                *(f"{name}_where=sa.text({text_literal(where)})" for name in databases),
            )
        case DropIndex(created=created):
            keyword = f"table_name={text_literal(created.table)}"
            return call("op.drop_index", _name(created.name), keyword)
        case AddForeignKey(table=table, foreign_key=key):
            return call(
                "op.create_foreign_key",
                _name(key.name),
                text_literal(table),
                text_literal(key.referred_table),
                array(*map(text_literal, key.columns)),
                array(*map(text_literal, key.referred_columns)),
                _on_delete(key),
            )
        case DropForeignKey(added=added):
            constraint, referring = _name(added.foreign_key.name), text_literal(added.table)
            return call("op.drop_constraint", constraint, referring, 'type_="foreignkey"')
        case _:
            assert_never(operation)


def _create_table(operation: CreateTable) -> Group:
    key = operation.primary_key
    return call(
        "op.create_table",
        text_literal(operation.table),
        *map(_column, operation.columns),
        *map(_check, operation.checks),
        *(_foreign_key(key) for key in operation.foreign_keys),
        *(_foreign_key(key, "use_alter=True") for key in operation.deferred),
        _constraint("sa.PrimaryKeyConstraint", key.columns, key.name),
        *(
            _constraint("sa.UniqueConstraint", unique.columns, unique.name)
            for unique in operation.uniques
        ),
        *(["sqlite_autoincrement=True"] if operation.counts else []),
    )


def _column(column: Column) -> Group:
    return call(
        "sa.Column",
        text_literal(column.name),
        expression(column.type.text),
        f"nullable={column.nullable}",
    )


def _foreign_key(key: ForeignKey, *options: str) -> Group:
    return call(
        "sa.ForeignKeyConstraint",
        array(*map(text_literal, key.columns)),
        array(*(text_literal(f"{key.referred_table}.{name}") for name in key.referred_columns)),
        f"name={_name(key.name).flat}",
        _on_delete(key),
        *options,
    )


def _check(check: Check) -> Group:
    constraint = call(
        "sa.CheckConstraint", text_literal(check.sql), f"name={_name(check.name).flat}"
    )
    if not check.dialect:
        return constraint
    return replace(constraint, close=f'{constraint.close}.ddl_if(dialect="{check.dialect}")')


def _constraint(function: str, columns: Sequence[str], name: str) -> Group:
    return call(function, *map(text_literal, columns), f"name={_name(name).flat}")


def _name(name: str) -> Group:
    # Marked as complete: the naming convention is not applied to it once more, yet a name that is
    # too long for the database is shortened as that of a model is.
    # A long literal has parentheses of its own, which those of the call make needless.
    return call("op.f", text_literal(name).removeprefix("(").removesuffix(")"))


def _on_delete(key: ForeignKey) -> str:
    return f"ondelete={text_literal(key.on_delete.replace('_', ' ').upper())}"
