"""Which calls of ``find``, ``select`` and ``scan_iter`` ask a database, and not a parsed page.

Whoever has such a method has nothing in common with others that do: a collection of documents, a
model, a page of HTML, a text, a manager of plugins.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.calls import database_calls
from fastscaffold.audit.facts.databases.drivers import DOCUMENTS, ROWS
from fastscaffold.audit.modules import Class, Function

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts

_ASKING = frozenset({"find", "scan_iter", "select"})
_KEYS = "scan_iter"
_DRIVERS = (
    DOCUMENTS
    | ROWS
    | {"aioredis", "beanie", "bunnet", "mongoengine", "odmantic", "peewee", "peewee_async"}
    | {"piccolo", "redis", "sqlalchemy", "sqlmodel", "supabase"}
)
# What elements of pages are found by.
_SELECTORS = frozenset({"attrs", "class_", "recursive", "string"})


def is_cursor(facts: Facts, call: ast.Call, function: Function) -> bool:
    """Whether a call asks a database for what is gone through."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _ASKING:
        return False
    if database_calls(facts).connections.kind(call.func.value, function) is not None:
        return True
    called = facts.index.called(call.func, function)
    if _is_own(facts, called):
        return False
    if isinstance(facts.index.definition(facts.index.symbol(call.func.value, function)), Class) or (
        called.partition(".")[0] in _DRIVERS
    ):
        return True
    library = facts.index.kind(call.func.value, function)
    if library is not None and facts.index.definition(library) is None:
        return False
    # Documents are asked for by a mapping or a condition, elements by a text.
    return call.func.attr == _KEYS or not (
        any(_is_text(each, function) for each in call.args[:1])
        or any(each.arg in _SELECTORS for each in call.keywords)
    )


def _is_own(facts: Facts, called: str) -> bool:
    """Whether what is called is written in the project, where it is followed."""
    owner, _, last = called.rpartition(".")
    found = facts.index.definition(called) or facts.index.method(owner, last)
    return isinstance(found, Function)


def _is_text(value: ast.expr, function: Function) -> bool:
    match value:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.Name(id=name):
            return any(
                isinstance(each, ast.Constant | ast.JoinedStr)
                for each in function.assigned.get(name, ())
            ) or any(
                argument.arg == name
                and isinstance(argument.annotation, ast.Name)
                and argument.annotation.id == "str"
                for argument, _ in function.parameters()
            )
        case _:
            return False
