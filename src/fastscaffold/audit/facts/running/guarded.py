"""Values that a helper of the project refuses before they are used."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.handed_names import handed
from fastscaffold.audit.facts.texts.parts import tests_value
from fastscaffold.audit.modules import called_name, last_called
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts.running.callers import Callers
    from fastscaffold.audit.modules import Function

MAX_STEPS = 3
# What a text is still to be told by.
_WRITTEN_ANEW = frozenset({"casefold", "lower", "lstrip", "rstrip", "strip", "upper"})
_READ = frozenset({"getaddrinfo", "gethostbyname", "ip_address", "str", "urlparse", "urlsplit"})


def is_guarded(callers: Callers, function: Function, name: str, steps: int = MAX_STEPS) -> bool:
    """Whether a function hands a name to something that raises for some of its values.

    Args:
        callers: tells what calls run.
        function: whose calls are looked at.
        name: of a variable, or of an attribute.
        steps: how many helpers may hand it on.
    """
    return steps > 0 and any(
        _refuses(helper, given) or is_guarded(callers, helper, given, steps - 1)
        for call in function.calls
        for helper, given in handed(callers, call, name)
        if helper is not function
    )


def _refuses(helper: Function, name: str) -> bool:
    """Whether a helper raises for some values of a parameter, or of what it reads out of it."""
    names = {name}
    for target, values in helper.assigned.items():
        if any(_read_from(value) in names for value in values):
            names.add(target)
    return any(
        isinstance(node, ast.If)
        and any(_is_about(node.test, each) for each in names)
        and any(isinstance(each, ast.Raise) for each in node.body)
        for node in walk(helper.node)
    )


def _is_about(test: ast.expr, name: str) -> bool:
    """Whether a condition depends on what a name is, and not on its length or what came of it."""
    match test:
        case ast.BoolOp(values=values):
            return any(_is_about(each, name) for each in values)
        case _ if not tests_value(test, name):
            return False
        case ast.UnaryOp(operand=inner) | ast.NamedExpr(value=inner):
            return _is_about(inner, name)
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()]):
            return not _is_length(left)
        case ast.Compare(left=left, comparators=others):
            return any(_read_from(side) == name for side in (left, *others))
        case ast.Call():
            return not _is_length(test)
        case _:
            return _read_from(test) == name


def _is_length(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and called_name(node) == "len"


def _read_from(node: ast.expr) -> str | None:
    """The name of what an expression is, is a part of, or is only written in another way."""
    while True:
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Await(value=inner):
                node = inner
            case ast.Call(func=ast.Attribute(value=inner, attr=method)) if method in _WRITTEN_ANEW:
                node = inner
            case ast.Call(args=[inner, *_]) if last_called(node) in _READ:
                node = inner
            case ast.Name(id=name):
                return name
            case _:
                return None
