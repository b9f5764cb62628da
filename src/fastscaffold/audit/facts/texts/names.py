"""Which names of a function hold some texts, directly or by way of others."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.lists.held_rows import called_function, passed
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.walking import children, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from fastscaffold.audit.facts import Facts, Function

# Methods that put something into what they are called on.
PUTTING = frozenset({"add", "append", "appendleft", "extend", "insert", "setdefault", "update"})


def names_of(
    nodes: Iterable[ast.AST],
    texts: Collection[ast.expr],
    facts: Facts,
    function: Function,
    steps: int = 2,
) -> dict[str, ast.expr]:
    """The names that are given one of some texts in document order, each with the text.

    Args:
        nodes: of the function, in document order.
        texts: that are looked for.
        facts: of the project.
        function: whose names they are.
        steps: how many calls of the project are followed.
    """
    found: dict[str, ast.expr] = {}
    for node in nodes:
        for name, value in given_by(node):
            text = _taken(
                value, texts, found, lambda call, told: _keeps(facts, function, call, told, steps)
            )
            if text is not None:
                found.setdefault(name, text)
    return found


def given_by(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement gives a value, or puts one into, with it."""
    match node:
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))], value=value):
            yield name, value
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _pairs(target, value)
        case (
            ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.AugAssign(target=target, value=value)
            | ast.NamedExpr(target=target, value=value)
        ):
            yield from _pairs(target, value)
        case ast.Call(func=ast.Attribute(value=held, attr=method), args=args, keywords=named) if (
            method in PUTTING
        ):
            holder = _holder(held)
            if holder is not None:
                for value in (*args[-1:], *(each.value for each in named)):
                    yield holder, value
        case _:
            pass


def _holder(node: ast.expr) -> str | None:
    """The name of a mapping, of which something may be an entry: ``a["errors"].append(...)``."""
    while True:
        match node:
            case ast.Name(id=name):
                return name
            case ast.Subscript(value=held):
                node = held
            case ast.Call(func=ast.Attribute(value=held, attr="get" | "setdefault")):
                node = held
            case _:
                return None


def _taken(
    value: ast.expr,
    texts: Collection[ast.expr],
    names: dict[str, ast.expr],
    keeps: Callable[[ast.Call, Callable[[ast.expr], bool]], bool],
) -> ast.expr | None:
    """The text that a value holds; none where it is only decided by it."""
    if isinstance(value, ast.Compare):
        return None

    def told(node: ast.AST) -> ast.expr | None:
        if isinstance(node, ast.expr) and node in texts:
            return node
        return names.get(node.id) if isinstance(node, ast.Name) else None

    def is_told(given: ast.expr) -> bool:
        return any(told(each) is not None for each in walk(given))

    if isinstance(value, ast.BoolOp):
        return next((found for each in value.values if (found := told(each))), None)
    waiting: list[ast.AST] = [value]
    while waiting:
        node = waiting.pop(0)
        found = told(node)
        if found is not None:
            return found
        if not (isinstance(node, ast.Call) and keeps(node, is_told)):
            waiting += children(node)
    return None


def _keeps(
    facts: Facts,
    function: Function,
    call: ast.Call,
    is_told: Callable[[ast.expr], bool],
    steps: int,
) -> bool:
    """Whether a function of the project returns nothing of the texts that it is given."""
    helper = called_function(facts, call, function)
    if helper is None or steps <= 0 or helper is function:
        return False
    nodes = list(own_nodes(helper))
    if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in nodes):
        return False
    given = {name for name, value in passed(call, helper) if is_told(value)}
    if not given:
        return False
    texts = [each for each in nodes if isinstance(each, ast.Name) and each.id in given]
    names = {*given, *names_of(nodes, texts, facts, helper, steps - 1)}
    return not any(
        isinstance(each, ast.Name) and each.id in names
        for value in returned(helper)
        for each in walk(value)
    )


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Subscript):
        yield from _pairs(target.value, value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for each, given in zip(target.elts, value.elts, strict=False):
            yield from _pairs(each, given)
