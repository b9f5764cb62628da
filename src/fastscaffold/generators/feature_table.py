"""What stands in ``__table_args__`` of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.fields.literals import text_literal
from fastscaffold.model.resource import Code, Import
from fastscaffold.model.rules import dialects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.model.resource import Resource

_WHY_TWO = "# SQLite has no exact decimals: there they are whole numbers of their smallest unit.\n"
_WHY_COUNTED = "# SQLite would give a deleted row's key to the next one.\n"


def table_arguments(resource: Resource) -> Iterator[Code]:
    """Constraints and indexes over several columns, and options of the table."""
    constraints = resource.constraints
    if resource.soft_delete:
        for column in resource.unique_columns:
            yield _unique_among_live((column,))
        deleted = Import("app.core.soft_delete", "index_of_deleted")
        yield Code(f"{deleted.name}()", (deleted,))
    for item in constraints.unique:
        if resource.soft_delete:
            yield _unique_among_live(item.columns, item.name)
        else:
            yield _sqlalchemy("UniqueConstraint", [*_texts(item.columns), *_named(item.name)])
    for item in constraints.index:
        if item.unique and resource.soft_delete:
            yield _unique_among_live(item.columns, item.name)
            continue
        name = text_literal(item.name) if item.name else "None"
        unique = ["unique=True"] if item.unique else []
        yield _sqlalchemy("Index", [name, *_texts(item.columns), *unique])
    yield from _checks(resource)
    if resource.counts_keys:
        # Comes last, as options of a table do.
        yield Code(_WHY_COUNTED + '{"sqlite_autoincrement": True}')


def _checks(resource: Resource) -> Iterator[Code]:
    why = _WHY_TWO
    for check in resource.constraints.check:
        name = f"name={text_literal(check.name)}"
        for sql, dialect in dialects(check):
            only = f'.ddl_if(dialect="{dialect}")' if dialect else ""
            code = _sqlalchemy("CheckConstraint", [text_literal(sql), name])
            comment, why = (why, "") if dialect else ("", why)
            yield Code(comment + code.text + only, code.imports)


def _unique_among_live(columns: Sequence[str], name: str = "") -> Code:
    arguments = ", ".join([*_texts(columns), *_named(name)])
    function = Import("app.core.soft_delete", "unique_among_live")
    return Code(f"{function.name}({arguments})", (function,))


def _sqlalchemy(name: str, arguments: Sequence[str]) -> Code:
    return Code(f"{name}({', '.join(arguments)})", (Import("sqlalchemy", name),))


def _named(name: str) -> list[str]:
    return [f"name={text_literal(name)}"] if name else []


def _texts(columns: Sequence[str]) -> list[str]:
    return [text_literal(column) for column in columns]
