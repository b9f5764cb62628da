"""Methods by which rows become mappings of all their columns, and rows of generic helpers."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Class, Function, called_name
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

# Where a row, or its class, says what columns it has.
_COLUMNS = frozenset({"__dict__", "__mapper__", "__table__", "_meta"})
_INSPECTS = frozenset({"inspect", "sqlalchemy.inspect", "vars"})
_SELVES = frozenset({"cls", "self"})


@lru_cache(maxsize=2)
def dumping(facts: Facts) -> frozenset[str]:
    """The names of such methods."""
    return frozenset(
        method.name
        for defined in facts.index.classes()
        for method in defined.functions.values()
        if dumps_columns(method)
    )


def dumps_columns(method: Function) -> bool:
    """Whether a method gives a mapping of what columns its row has."""
    if method.name.startswith("__"):
        return False
    nodes = list(walk(method.node))
    if not any(isinstance(each, ast.Return) and each.value is not None for each in nodes):
        return False
    return any(map(_reads_columns, nodes)) and any(map(_fills, nodes))


def _reads_columns(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            return name in _SELVES and attribute in _COLUMNS
        case ast.Call(args=[ast.Name(id="self")]):
            return called_name(node) in _INSPECTS
        case _:
            return False


def _fills(node: ast.AST) -> bool:
    """Whether a mapping is made entry by entry, or of what there is."""
    match node:
        case ast.DictComp() | ast.Assign(targets=[ast.Subscript()]):
            return True
        case ast.Call(func=ast.Name(id="dict"), args=[_]):
            return True
        case ast.Return(value=ast.Attribute(attr="__dict__")):
            return True
        case _:
            return False


def of_generic(facts: Facts, call: ast.Call, helper: Function, function: Function) -> list[Class]:
    """The classes that fill in what a method of a generic class says that it returns."""
    if helper.owner is None or not isinstance(call.func, ast.Attribute):
        return []
    returns = facts.index.typed(helper.node.returns, helper.owner)
    if not any(_is_variable(facts, each, helper) for each, _ in returns):
        return []
    kind = facts.index.kind(call.func.value, function)
    return list(_fillings(facts, kind, helper.owner))


def _is_variable(facts: Facts, node: ast.expr, helper: Function) -> bool:
    made = facts.index.values_of(facts.index.symbol(node, helper.module))
    return any(
        isinstance(each, ast.Call) and called_name(each).endswith("TypeVar") for each, _ in made
    )


def _fillings(facts: Facts, kind: str | None, generic: Class) -> Iterator[Class]:
    for symbol in facts.index.ancestors(kind):
        defined = facts.index.definition(symbol)
        for base in defined.node.bases if isinstance(defined, Class) else ():
            if isinstance(base, ast.Subscript) and isinstance(defined, Class):
                outer = facts.index.symbol(base.value, defined)
                if not facts.index.is_a(outer, generic.symbol):
                    continue
                parts = base.slice.elts if isinstance(base.slice, ast.Tuple) else [base.slice]
                for each in parts:
                    filled = facts.index.class_of(each, defined)
                    if filled is not None:
                        yield filled
