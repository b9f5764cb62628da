"""What the answer of a function is made of: calls and lists, through names and loops."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import mentions
from fastscaffold.audit.walking import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Function

# What is made of a list by these is one thing, or a number.
_REDUCING = frozenset({"any", "all", "bool", "len", "max", "min", "next", "sum"})
_MAX_NODES = 2000


def sources(value: ast.expr, function: Function) -> Iterator[ast.Call | ast.ListComp]:
    """The calls and lists of what a value is made of, through names and loops that fill them."""
    waiting: list[ast.AST] = [value]
    seen: set[str] = set()
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        match node:
            case ast.Compare() | ast.Subscript() | ast.Lambda() | ast.JoinedStr():
                continue
            case ast.IfExp(body=body, orelse=otherwise):
                waiting += [body, otherwise]
            case ast.Call() if last_called(node) in _REDUCING:
                continue
            case ast.Call() | ast.ListComp():
                yield node
                waiting += children(node)
            case ast.Name(id=name) if name not in seen and not _is_mapping(name, function):
                seen.add(name)
                waiting += function.assigned.get(name, ())
                waiting += _filling(name, function)
            case _:
                waiting += children(node)


def _is_mapping(name: str, function: Function) -> bool:
    """Whether one thing in what a name holds is asked for by a word."""
    for node in own_nodes(function):
        match node:
            case ast.Subscript(value=ast.Name(id=held), slice=ast.Constant(value=str())):
                if held == name and isinstance(node.ctx, ast.Load):
                    return True
            case _:
                pass
    return False


def _filling(name: str, function: Function) -> Iterator[ast.expr]:
    """What is put into a mapping by its name, and what loops go through that change it."""
    for node in own_nodes(function):
        match node:
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=held))], value=value):
                if held == name:
                    yield value
            case ast.For() | ast.AsyncFor():
                if any(_changes(each, name) for one in node.body for each in walk(one)):
                    yield node.iter
            case _:
                pass


def _changes(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=held))):
            return mentions(held, {name})
        case ast.Assign(targets=[ast.Subscript(value=held)]):
            return mentions(held, {name})
        case _:
            return False
