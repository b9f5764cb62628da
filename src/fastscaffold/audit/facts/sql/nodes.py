"""What nodes mean to a text of SQL that they are part of."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.texts.interpolation import fills

if TYPE_CHECKING:
    from fastscaffold.audit.modules import Function

_TEXT_METHODS = frozenset(
    {"lower", "lstrip", "removeprefix", "removesuffix", "replace", "rstrip", "strip", "upper"}
)


def text_in(node: ast.expr) -> ast.expr:
    """The text that a method of it, a slice or ``str`` makes another of."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(value=inner, attr=method)) if (
                method in _TEXT_METHODS and not fills(node)
            ):
                node = inner
            case ast.Subscript(value=inner, slice=ast.Slice()):
                node = inner
            case ast.Call(func=ast.Name(id="str"), args=[inner]):
                node = inner
            case _:
                return node


def has_names(node: ast.expr) -> bool:
    """Whether a mapping that is joined gives its names, and not its values."""
    return not (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "values"
    )


def is_list(node: ast.expr) -> bool:
    """Whether a list is made that is filled later."""
    match node:
        case ast.List():
            return True
        case ast.Call(func=ast.Name(id="list"), args=[]):
            return True
        case _:
            return False


def is_rest(function: Function, name: str) -> bool:
    """Whether a name is what a function takes by all further names: ``**filters``."""
    rest = function.node.args.kwarg
    return rest is not None and rest.arg == name
