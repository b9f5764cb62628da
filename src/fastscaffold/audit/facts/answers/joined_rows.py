"""Rows of other tables that are loaded with a row, and sent with it where no model says what is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.answers.rows import Row
    from fastscaffold.audit.modules import Class

_LOADING = frozenset({"contains_eager", "joinedload", "selectinload", "subqueryload"})
_RELATIONS = frozenset({"Relationship", "relationship"})


def joined_tables(facts: Facts, row: Row) -> Iterator[Class]:
    """The tables whose rows a query is told to load with the rows of another one."""
    fields = all_fields(facts.index, row.table)
    named = {each.name: each for each in facts.tables}
    for call in row.function.calls:
        match call.node.args:
            case [ast.Attribute(value=held, attr=name)] if (
                last_called(call.node) in _LOADING
                and facts.index.symbol(held, row.function) == row.table.symbol
                and name in fields
            ):
                # Only where a relation is told to be one is the other table known by its name.
                value, kind = fields[name].value, fields[name].annotation
                if isinstance(value, ast.Call) and last_called(value) in _RELATIONS:
                    told = value.args[0] if value.args else kind
                    yield from (named[each] for each in _texts(told) if each in named)
            case _:
                pass


def _texts(node: ast.expr | None) -> Iterator[str]:
    """The names in an annotation, or in the first argument, be it in a text."""
    for each in walk(node) if node is not None else ():
        match each:
            case ast.Constant(value=str() as text):
                yield from text.replace("[", " ").replace("]", " ").replace(".", " ").split()
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case _:
                pass
