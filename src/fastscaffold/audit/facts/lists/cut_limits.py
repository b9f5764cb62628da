"""Limits that a function cuts itself, and those that it makes no use of."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.lists.configured import is_of_settings
from fastscaffold.audit.facts.running.handed_names import handed
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Function, called_name, dotted, last_called
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Call, Facts

# What keeps a number that is not too large as it is.
_KEEPING = frozenset({"abs", "int", "max", "round"})
_CUTTING = frozenset({"fetchmany", "limit"})
_PAGING = re.compile(r"(?i)paginat|paging|^page$")
_PAGE_SIZES = frozenset({"limit", "page_size", "per_page", "size"})
_ABOVE = (ast.Gt, ast.GtE)
_BELOW = (ast.Lt, ast.LtE)
# What is made of a number for readers.
_TELLING = frozenset({"critical", "debug", "error", "exception", "format", "info", "warning"})
_MOST = re.compile(r"(?i)(?:^|_)max(?:imum)?(?:_|$)")
_SHOWING = frozenset({"print", "repr", "str"})


def is_cut(facts: Facts, function: Function, name: str, steps: int = 3) -> bool:
    """Whether a number is cut in a function, or in what it is handed on to."""
    if _is_clamped(facts, function, name):
        return True
    if steps == 0:
        return False
    return any(
        is_cut(facts, target, parameter, steps - 1)
        for call in function.calls
        for target, parameter in handed(facts.callers, call, name)
    )


def limits_rows(facts: Facts, function: Function, name: str, steps: int = 3) -> bool:
    """Whether a number is how many rows a query is asked for, here or in what it is handed to."""
    if _limits(function, name):
        return True
    return steps > 0 and any(
        limits_rows(facts, target, parameter, steps - 1)
        for call in function.calls
        for target, parameter in handed(facts.callers, call, name)
    )


def keeps_none(facts: Facts, function: Function, name: str, steps: int = 3) -> bool:
    """Whether a query is asked for all rows where the number is None: nothing takes its place."""
    if name in function.assigned:
        return False
    return _limits(function, name) or (
        steps > 0
        and any(
            keeps_none(facts, target, parameter, steps - 1)
            for call in function.calls
            for target, parameter in handed(facts.callers, call, name)
        )
    )


def _limits(function: Function, name: str) -> bool:
    return any(
        last_called(call.node) in _CUTTING and isinstance(given, ast.Name) and given.id == name
        for call in function.calls
        for given in [call.argument("", 0)]
    )


def is_cut_by_default(facts: Facts, function: Function, steps: int = 3) -> bool:
    """Whether a function, or what it calls, asks for some number of rows that no client names."""
    for call in function.calls:
        if called_name(call.node) in _CUTTING and _is_fixed_number(facts, call, function):
            return True
        target = facts.callers.target(call)
        if target is None and _is_paged_by_settings(facts, call, function):
            return True
        if steps and isinstance(target, Function) and is_cut_by_default(facts, target, steps - 1):
            return True
    return False


def _is_paged_by_settings(facts: Facts, call: Call, function: Function) -> bool:
    """Whether a library is told a size of pages that is set, and that no client names."""
    cutting = last_called(call.node)
    given = [each.value for each in call.node.keywords if each.arg in _PAGE_SIZES]
    if cutting == "limit":
        given += call.node.args[:1]
    elif not _PAGING.search(cutting):
        return False
    return any(
        is_of_settings(facts, function, each)
        if isinstance(each, ast.Attribute)
        else _is_set(facts, each, function)
        for each in given
    )


def _is_set(facts: Facts, node: ast.expr, function: Function) -> bool:
    if isinstance(node, ast.Name) and function.takes(node.id):
        return False
    number = facts.values.fold(node, function)
    return isinstance(number, int) and number > 1


def _is_fixed_number(facts: Facts, call: Call, function: Function) -> bool:
    """Whether a query is given a number, or a parameter that has one and is never passed."""
    given = call.argument("", 0)
    if isinstance(given, ast.Name) and function.takes(given.id):
        name = given.id
        calls = facts.callers.of(function)
        passed = [each for each in calls if each.argument(name, function.position(name))]
        if passed or not calls:
            return False
        given = next((each for arg, each in function.parameters() if arg.arg == name), None)
    numbers = [facts.values.fold(each, function) for each in _either(given, function)]
    # One row is no list.
    return all(isinstance(each, int) and each > 1 for each in numbers)


def _either(given: ast.expr | None, function: Function) -> list[ast.expr | None]:
    """What a number is in one case, and in the other: ``500 if is_admin else 100``."""
    if isinstance(given, ast.Name) and len(function.assigned.get(given.id, ())) == 1:
        given = function.assigned[given.id][0]
    return [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]


def is_used(function: Function, name: str) -> bool:
    """Whether a function does more with a parameter than to show it in a text."""
    if next(returned(function), None) is None:
        return True
    shown = {id(each) for node in own_nodes(function) if _shows(node) for each in walk(node)}
    uses = [
        node
        for node in own_nodes(function)
        if isinstance(node, ast.Call | ast.Slice | ast.Assign | ast.Compare | ast.BinOp)
        and id(node) not in shown
    ]
    return any(
        isinstance(each, ast.Name) and each.id == name and id(each) not in shown
        for node in uses
        for each in walk(node)
    )


def _shows(node: ast.AST) -> bool:
    match node:
        case ast.JoinedStr():
            return True
        case ast.Call(func=ast.Attribute(attr=method)):
            return method in _TELLING
        case ast.Call(func=ast.Name(id=called)):
            return called in _SHOWING
        case _:
            return False


def _is_clamped(facts: Facts, function: Function, name: str) -> bool:
    """Whether ``min(limit, 100)`` stands in the function, or too large ones are refused."""
    names = _kept(function, name)
    for node in own_nodes(function):
        match node:
            case ast.Call(func=ast.Name(id="min")):
                if any(_keeps(each, names) for each in node.args):
                    return True
            case ast.Compare() if _is_above(facts, function, node, names):
                return True
            case _:
                pass
    return False


def _kept(function: Function, name: str) -> set[str]:
    """The names that hold a number, made an ``int`` or given a default on the way."""
    names = {name}
    for _ in range(2):
        for node in own_nodes(function):
            match node:
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if _keeps(value, names):
                    names.add(target)
                case _:
                    pass
    return names


def _keeps(node: ast.expr, names: set[str]) -> bool:
    match node:
        case ast.Name(id=name):
            return name in names
        case ast.Call() if called_name(node) in _KEEPING:
            return any(_keeps(each, names) for each in node.args)
        case ast.BoolOp(values=parts):
            return any(_keeps(each, names) for each in parts)
        case ast.IfExp(body=body, orelse=otherwise):
            return _keeps(body, names) or _keeps(otherwise, names)
        case _:
            return False


def _is_above(facts: Facts, function: Function, node: ast.Compare, names: set[str]) -> bool:
    """Whether a comparison is with the most that is allowed, and not with the least."""
    sides = [node.left, *node.comparators]
    for left, sign, right in zip(sides, node.ops, sides[1:], strict=False):
        if isinstance(sign, _ABOVE) and _keeps(left, names) and _is_most(facts, right, function):
            return True
        if isinstance(sign, _BELOW) and _keeps(right, names) and _is_most(facts, left, function):
            return True
        # `1 <= limit <= 100`, of which the last one is the bound.
        if isinstance(sign, _BELOW) and len(node.ops) > 1 and _keeps(left, names):
            return True
    return False


def _is_most(facts: Facts, node: ast.expr, function: Function) -> bool:
    """Whether a number is set, in source or by its name: no ``len(rows)``, which is counted."""
    name = (dotted(node) or "").rpartition(".")[2]
    if _MOST.search(name):
        return True
    number = facts.values.fold(node, function)
    return isinstance(number, int | float) and number not in {0, 1}
