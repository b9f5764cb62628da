"""Conditions that always turn out the same, whatever they are asked of."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import Function, decorator_names, dotted, is_property
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts

_PLAIN = frozenset({"classmethod", "override", "staticmethod"})
# Clients whose methods are all coroutines.
_AWAITED = ("redis.asyncio.client.Redis.", "redis.asyncio.Redis.")


def settled(facts: Facts, function: Function) -> Iterator[tuple[ast.expr, str]]:
    """The conditions of a function that say nothing, and why they do not."""
    for node in own_nodes(function):
        if not isinstance(node, ast.If | ast.While | ast.IfExp | ast.Assert):
            continue
        for operand in _operands(node.test):
            why = _why(facts, operand, function)
            if why is not None:
                yield operand, why
        for each in walk(node.test):
            why = _of_choices(each)
            if why is not None and isinstance(each, ast.expr):
                yield each, why


def _operands(test: ast.expr) -> Iterator[ast.expr]:
    """What is asked for its truth."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            yield from _operands(inner)
        case ast.BoolOp(values=values):
            for each in values:
                yield from _operands(each)
        case _:
            yield test


def _why(facts: Facts, operand: ast.expr, function: Function) -> str | None:
    match operand:
        case ast.Call() if _is_coroutine(facts, operand, function):
            return "is not awaited: a coroutine is always true"
        case ast.Name(id=name) if _holds_coroutine(facts, name, function):
            return "holds a coroutine that nobody awaits, which is always true"
        case ast.Name() | ast.Attribute() if _is_uncalled(facts, operand, function):
            return "is a function that is not called, which is always true"
        case _:
            return None


def _is_coroutine(facts: Facts, node: ast.expr, function: Function) -> bool:
    """Whether a call makes a coroutine, and nothing awaits it at once."""
    call = next((each for each in function.calls if each.node is node), None)
    if call is None or call.awaited:
        return False
    if facts.index.origin(call).startswith(_AWAITED):
        return True
    target = facts.callers.target(call)
    if not isinstance(target, Function) or not target.is_async:
        return False
    if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in own_nodes(target)):
        return False
    return _PLAIN.issuperset(decorator_names(target))


def _holds_coroutine(facts: Facts, name: str, function: Function) -> bool:
    made = function.assigned.get(name, [])
    if len(made) != 1 or not _is_coroutine(facts, made[0], function):
        return False
    # Whoever is given it may await it, before or after the question.
    return not any(
        isinstance(each, ast.Name) and each.id == name
        for node in own_nodes(function)
        if isinstance(node, ast.Await | ast.Call | ast.Return | ast.Yield)
        for each in walk(node)
    )


def _is_uncalled(facts: Facts, node: ast.expr, function: Function) -> bool:
    """Whether a function or a method is asked, and not what it says."""
    if isinstance(node, ast.Name):
        if node.id in function.assigned or function.takes(node.id):
            return False
        named = facts.index.definition(facts.index.symbol(node, function))
        return isinstance(named, Function) and named.owner is None and named.name == node.id
    if not isinstance(node, ast.Attribute) or dotted(node) in function.assigned:
        return False
    method = facts.index.method(facts.index.kind(node.value, function) or "", node.attr)
    return method is not None and not method.node.decorator_list and not is_property(method)


def _of_choices(node: ast.AST) -> str | None:
    """Why a comparison with several values is none."""
    match node:
        case ast.BoolOp(op=ast.Or(), values=[*compared, last]) if _is_true(last):
            asked = any(isinstance(each, ast.Compare) for each in compared)
            return "ends in a value that is always true" if asked else None
        case ast.BoolOp(op=ast.Or(), values=values) if _differ(values, ast.NotEq):
            return "is always true: nothing is equal to both"
        case ast.BoolOp(op=ast.And(), values=values) if _differ(values, ast.Eq):
            return "is never true: nothing is equal to both"
        case ast.Compare(comparators=[ast.BoolOp(values=choices)]) if all(map(_is_true, choices)):
            return "compares with one of the values only"
        case _:
            return None


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value)


def _differ(values: Iterable[ast.expr], kind: type[ast.cmpop]) -> bool:
    """Whether one thing is compared with two values that differ."""
    found: dict[str, set[object]] = {}
    for each in values:
        match each:
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as op], comparators=[right]):
                value = _constant(right)
                if isinstance(op, kind) and value is not None:
                    found.setdefault(ast.dump(left), set()).add(value)
            case _:
                pass
    return any(len(each) > 1 for each in found.values())


def _constant(node: ast.expr) -> object:
    """A literal, or the name of a constant as members of enumerations are."""
    if isinstance(node, ast.Constant):
        return node.value
    name = dotted(node) or ""
    return name if "." in name and name.rpartition(".")[2].isupper() else None
