"""The ``__init__`` that a class is given: requests fill in the fields of dataclasses and models."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import SCHEMAS, all_fields, is_dataclass, own_fields
from fastscaffold.audit.modules import Class, Function, dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.index import Index

# Where it is kept of a class.
_KEPT = "made_constructor"


def made_constructors(index: Index, symbol: str) -> Iterator[Function]:
    """What makes a dataclass or a model: a function for each class that it has fields of.

    One cannot stand for all, as each is read by the names of its own module. Of a field that
    several classes have the nearest is told.
    """
    own = index.definition(symbol)
    if not isinstance(own, Class) or not _is_made(index, own):
        return
    told: set[str] = set()
    for each in index.ancestors(symbol):
        defined = index.definition(each)
        if isinstance(defined, Class) and _is_made(index, defined):
            yield _constructor(defined, frozenset(told))
            told.update(field.name for field in own_fields(defined) if field.annotation is not None)


def _is_made(index: Index, defined: Class) -> bool:
    return is_dataclass(defined) or index.is_a(defined.symbol, *SCHEMAS)


def taken_fields(index: Index, defined: Class) -> dict[str, Field]:
    """The fields of a class, and of its bases, that requests fill in; the nearest wins."""
    return {name: each for name, each in all_fields(index, defined).items() if _is_taken(each)}


def _constructor(defined: Class, told: frozenset[str]) -> Function:
    """The same each time it is asked for, but for what nearer classes tell."""
    known: dict[frozenset[str], Function] = vars(defined.node).setdefault(_KEPT, {})
    if told not in known:
        fields = [each for each in own_fields(defined) if each.name not in told and _is_taken(each)]
        given = [_argument(each) for each in fields]
        defaults = [each.value for each in fields]
        arguments = ast.arguments([], [], None, given, defaults, None, [])
        node = ast.FunctionDef("__init__", arguments, [ast.Pass()], [], None)
        node = ast.fix_missing_locations(ast.copy_location(node, defined.node))
        known[told] = Function(defined.module, node, f"{defined.qualname}.__init__", defined, None)
    return known[told]


def _is_taken(field: Field) -> bool:
    """Whether a field is a parameter, and not of the class, a mark, or set by the class itself."""
    if field.name.startswith("_") and not is_dataclass(field.owner):
        return False  # what a model keeps to itself
    plain = field.annotation
    plain = plain.value if isinstance(plain, ast.Subscript) else plain
    if plain is None or (dotted(plain) or "").rpartition(".")[2] in {"ClassVar", "KW_ONLY"}:
        return False
    given = field.value.keywords if isinstance(field.value, ast.Call) else []
    return not any(
        each.arg == "init" and isinstance(each.value, ast.Constant) and each.value.value is False
        for each in given
    )


def _argument(field: Field) -> ast.arg:
    argument = ast.arg(field.name, field.annotation)
    argument.lineno = argument.end_lineno = field.line
    argument.col_offset = argument.end_col_offset = 0
    return argument
