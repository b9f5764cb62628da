"""The ``__init__`` that a decorator writes: requests fill in the fields of a dataclass, too."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import is_dataclass, own_fields
from fastscaffold.audit.modules import Class, Function, dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.index import Index

# Where it is kept of a class.
_KEPT = "made_constructor"


def made_constructors(index: Index, symbol: str) -> Iterator[Function]:
    """What makes a dataclass: a function for each class that it has fields of.

    One cannot stand for all, as each is read by the names of its own module.
    """
    own = index.definition(symbol)
    if isinstance(own, Class) and is_dataclass(own):
        for each in index.ancestors(symbol):
            defined = index.definition(each)
            if isinstance(defined, Class) and is_dataclass(defined):
                yield _constructor(defined)


def _constructor(defined: Class) -> Function:
    """The same each time it is asked for."""
    known = vars(defined.node)
    if _KEPT not in known:
        fields = list(filter(_is_taken, own_fields(defined)))
        given = [_argument(each) for each in fields]
        defaults = [each.value for each in fields]
        arguments = ast.arguments([], [], None, given, defaults, None, [])
        node = ast.FunctionDef("__init__", arguments, [ast.Pass()], [], None)
        node = ast.fix_missing_locations(ast.copy_location(node, defined.node))
        known[_KEPT] = Function(defined.module, node, f"{defined.qualname}.__init__", defined, None)
    made: Function = known[_KEPT]
    return made


def _is_taken(field: Field) -> bool:
    """Whether a field is a parameter: of those without an annotation none is."""
    plain = field.annotation
    plain = plain.value if isinstance(plain, ast.Subscript) else plain
    return plain is not None and (dotted(plain) or "").rpartition(".")[2] != "ClassVar"


def _argument(field: Field) -> ast.arg:
    argument = ast.arg(field.name, field.annotation)
    argument.lineno = argument.end_lineno = field.line
    argument.col_offset = argument.end_col_offset = 0
    return argument
