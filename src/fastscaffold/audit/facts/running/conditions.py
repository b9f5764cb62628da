"""What of a function runs as shipped: branches that the defaults of settings rule out do not."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.connected import connected
from fastscaffold.audit.facts.settings.documents import as_list
from fastscaffold.audit.facts.settings.switches import flag
from fastscaffold.audit.facts.walking import nodes_of, returned
from fastscaffold.audit.modules import Function, enclosing_class
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import SCOPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

_CASES = frozenset({"casefold", "lower", "strip", "upper"})
_ENDS = (ast.Break, ast.Continue, ast.Raise, ast.Return)
MAX_STEPS = 4


def running(
    facts: Facts, function: Function, decide: Callable[[ast.expr], bool | None] | None = None
) -> Iterator[ast.AST]:
    """The nodes of a function that defaults, or what decides its conditions, do not rule out."""
    yield from _of_body(decide or (lambda test: decided(facts, test, function)), function.node.body)


def refuses(facts: Facts, functions: Iterable[Function]) -> bool:
    """Whether some functions, or what they call, may raise as shipped."""
    seen: set[Function] = set()
    waiting = list(functions)
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        nodes = list(running(facts, function))
        if any(isinstance(each, ast.Raise | ast.Assert) for each in nodes):
            return True
        held = {id(each) for each in nodes}
        waiting += [
            target
            for call in function.calls
            if id(call.node) in held and isinstance(target := facts.callers.target(call), Function)
        ]
    return False


def decided(facts: Facts, test: ast.expr, scope: Scope, steps: int = MAX_STEPS) -> bool | None:
    """How a condition turns out as shipped; None where that is not decided.

    Other than a switch it may compare the name of an environment with its default.
    """
    found = flag(facts, test, scope)
    if found is not None or steps == 0:
        return found
    match test:
        case ast.UnaryOp(op=ast.Not()) | ast.BoolOp():
            return connected(test, lambda part: decided(facts, part, scope, steps - 1))
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return _compared(facts, left, sign, right, scope)
        case ast.Attribute():
            return _of_property(facts, test, scope, steps - 1)
        case _:
            return None


def _of_body(decide: Callable[[ast.expr], bool | None], body: list[ast.stmt]) -> Iterator[ast.AST]:
    for statement in body:
        if isinstance(statement, SCOPES):
            continue
        if not isinstance(statement, ast.If):
            yield from (
                nodes_of([statement])
                if not _has_branches(statement)
                else _of_parts(decide, statement)
            )
            continue
        yield from nodes_of([statement.test])
        outcome = decide(statement.test)
        if outcome is not False:
            yield from _of_body(decide, statement.body)
        if outcome is not True:
            yield from _of_body(decide, statement.orelse)
        taken = statement.body if outcome else statement.orelse
        if outcome is not None and taken and isinstance(taken[-1], _ENDS):
            return


def _has_branches(statement: ast.stmt) -> bool:
    return any(isinstance(each, ast.If) for each in nodes_of([statement]))


def _of_parts(decide: Callable[[ast.expr], bool | None], statement: ast.stmt) -> Iterator[ast.AST]:
    yield statement
    for each in ast.iter_child_nodes(statement):
        if isinstance(each, ast.stmt):
            yield from _of_body(decide, [each])
        elif isinstance(each, ast.ExceptHandler | ast.match_case):
            yield from _of_body(decide, each.body)
        else:
            yield from nodes_of([each])


def _compared(
    facts: Facts, left: ast.expr, sign: ast.cmpop, right: ast.expr, scope: Scope
) -> bool | None:
    one, other = _value(facts, left, scope), _value(facts, right, scope)
    if not isinstance(one, str):
        return None
    known = as_list(other) or [other]
    if UNKNOWN in known or not all(isinstance(each, str) for each in known):
        return None
    among = one.lower() in [str(each).lower() for each in known]
    match sign:
        case ast.Eq() | ast.In():
            return among
        case ast.NotEq() | ast.NotIn():
            return not among
        case _:
            return None


def _value(facts: Facts, node: ast.expr, scope: Scope, steps: int = MAX_STEPS) -> object:
    """What an expression is by default, whichever case its letters are in."""
    node = _but_case(node)
    if isinstance(node, ast.Name) and isinstance(scope, Function) and node.id in scope.assigned:
        if steps == 0:
            return UNKNOWN
        # A name that is given to itself, as in ``env = env.lower()``, stays what it is.
        others = [
            each
            for each in map(_but_case, scope.assigned[node.id])
            if not (isinstance(each, ast.Name) and each.id == node.id)
        ]
        found = [_value(facts, each, scope, steps - 1) for each in others[:MAX_STEPS]]
        return found[0] if found and all(each == found[0] for each in found) else UNKNOWN
    return facts.values.fold(node, scope)


def _but_case(node: ast.expr) -> ast.expr:
    """What an expression changes the case of."""
    while (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _CASES
    ):
        node = node.func.value
    return node


def _of_property(facts: Facts, node: ast.Attribute, scope: Scope, steps: int) -> bool | None:
    owner = facts.index.kind(node.value, scope)
    if owner is None and isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}:
        around = enclosing_class(scope)
        owner = around.symbol if around is not None else None
    method = facts.index.method(owner, node.attr)
    values = list(returned(method)) if method is not None else []
    if method is None or len(values) != 1:
        return None
    return decided(facts, values[0], method, steps)
