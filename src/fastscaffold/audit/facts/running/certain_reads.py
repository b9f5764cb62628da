"""Items of what a call makes that are read whenever the call was made."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.routing.catching import catches, names_error
from fastscaffold.audit.facts.walking import nodes_of, stands_in
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import constant_text
from fastscaffold.audit.walking import SCOPES, children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Function

_COMPREHENSIONS = (ast.DictComp, ast.GeneratorExp, ast.ListComp, ast.SetComp)
# What a mapping raises that lacks a key.
LACKS = frozenset({"KeyError", "LookupError"})


def always_read(facts: Facts, call: Call, key: str) -> bool:
    """Whether a function asks the result of a call for a key before it may return.

    Where it goes on if there is none, it does not ask.

    Args:
        facts: of the project.
        call: makes a mapping, such as the claims of a token.
        key: is read by ``claims[key]`` and ``claims.get(key)``, or looked for by ``key in claims``.
    """
    function = call.function
    if function is None:
        return False
    names = {
        name
        for name, values in function.assigned.items()
        if any(each is call.node for value in values for each in walk(value))
    }
    for statement in _following(function.node.body, call.node):
        for node in _evaluated(facts, function, statement):
            held = _asked(node, key)
            if held is not None and _is_made(held, call.node, names):
                return True
        if any(isinstance(each, ast.Return) for each in nodes_of([statement])):
            return False
    return False


def _is_made(held: ast.expr, call: ast.Call, names: set[str]) -> bool:
    if isinstance(held, ast.Name):
        return held.id in names
    return any(each is call for each in walk(held))


def _following(body: Sequence[ast.stmt], node: ast.AST) -> Iterator[ast.stmt]:
    """The statements that run once a node has: the rest of its block, and of those around it."""
    for at, statement in enumerate(body):
        if not stands_in([statement], node):
            continue
        blocks = [
            inner
            for name in ("body", "orelse", "finalbody")
            if stands_in(inner := getattr(statement, name, []), node)
        ]
        if blocks:
            yield from _following(blocks[0], node)
        else:
            yield statement
        yield from body[at + 1 :]
        return


def ends(body: Sequence[ast.stmt]) -> bool:
    """Whether a function ends with a block of it."""
    return isinstance(body[-1], ast.Raise | ast.Return)


def _evaluated(facts: Facts, function: Function, node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that are evaluated whenever a statement is, and that the function ends without."""
    if isinstance(node, (*SCOPES, *_COMPREHENSIONS)) or _goes_on(facts, function, node):
        return
    yield node
    parts: Sequence[ast.AST]
    match node:
        case ast.If(test=first) | ast.IfExp(test=first) | ast.While(test=first):
            parts = [first]
        case ast.For(iter=first) | ast.AsyncFor(iter=first) | ast.Match(subject=first):
            parts = [first]
        case ast.BoolOp(values=[first, *_]):
            parts = [first]
        case ast.Try(body=body):
            parts = body
        case _:
            parts = children(node)
    for each in parts:
        yield from _evaluated(facts, function, each)


def _goes_on(facts: Facts, function: Function, node: ast.AST) -> bool:
    """Whether a function goes on behind a block in which a key was not there."""
    match node:
        case ast.Try(handlers=clauses):
            return any(
                catches(facts, each, function, LACKS) and not ends(each.body) for each in clauses
            )
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return any(_suppresses(facts, function, each.context_expr) for each in items)
        case _:
            return False


def _suppresses(facts: Facts, function: Function, manager: ast.expr) -> bool:
    if not isinstance(manager, ast.Call) or last_called(manager) != "suppress":
        return False
    return names_error(facts, manager.args, function, LACKS)


def _asked(node: ast.AST, key: str) -> ast.expr | None:
    """What is asked for a key."""
    match node:
        case ast.Subscript(value=held, slice=asked, ctx=ast.Load()):
            pass
        case ast.Call(func=ast.Attribute(value=held, attr="get" | "pop"), args=[asked, *_]):
            pass
        case ast.Compare(left=asked, ops=[ast.In() | ast.NotIn()], comparators=[held]):
            pass
        case _:
            return None
    return held if constant_text(asked) == key else None
