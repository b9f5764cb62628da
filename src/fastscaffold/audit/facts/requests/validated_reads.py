"""Whether what code reads of a request is put through a model, by what it is handed to, too."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Function, last_called
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

_VALIDATES = frozenset(
    {
        "model_validate",
        "model_validate_json",
        "parse_obj",
        "parse_raw",
        "validate_json",
        "validate_python",
    }
)
# What gives all of what it is given, in another form.
_FORMS = frozenset({"decode", "dict", "loads"})
_MAX_STEPS = 3
# Helpers of helpers that all of it is handed on to.
_MAX_HELPERS = 2


def is_validated(facts: Facts, function: Function, read: ast.Call) -> bool:
    """Whether what is read is put through a model, in a function or in a helper of it."""
    return _is_put(facts, function, read, set(), _MAX_HELPERS)


def _is_put(
    facts: Facts, function: Function, read: ast.Call | None, given: set[str], helpers: int
) -> bool:
    names = _names_of(function, read, given)
    if any(
        any(node is read or (isinstance(node, ast.Name) and node.id in names) for node in taken)
        for taken in (
            walk(call.node) for call in function.calls if _validates(facts, function, call)
        )
    ):
        return True
    return helpers > 0 and any(
        _is_put(facts, helper, None, {parameter}, helpers - 1)
        for helper, parameter in _handed(facts, function, read, given)
    )


def _names_of(function: Function, read: ast.Call | None, given: set[str]) -> set[str]:
    """The names that hold what is read, or a part of it."""
    names = set(given)
    loops = [
        (each.target.id, each.iter)
        for each in walk(function.node)
        if isinstance(each, ast.For | ast.comprehension) and isinstance(each.target, ast.Name)
    ]
    held = [(name, each) for name, values in function.assigned.items() for each in values]
    for _ in range(_MAX_STEPS):
        for target, value in (*held, *loops):
            if any(
                node is read or (isinstance(node, ast.Name) and node.id in names)
                for node in walk(value)
            ):
                names.add(target)
    return names


def _handed(
    facts: Facts, function: Function, read: ast.Call | None, given: set[str]
) -> Iterator[tuple[Function, str]]:
    """What all of it is handed to, each with the parameter that it is there."""
    names = set(given)
    for _ in range(_MAX_STEPS):
        for target, values in function.assigned.items():
            if any(_is_whole(each, read, names) for each in values):
                names.add(target)
    for call in function.calls:
        helper = facts.callers.target(call)
        if isinstance(helper, Function):
            for parameter, _ in helper.parameters():
                value = call.argument(parameter.arg, helper.position(parameter.arg))
                if value is not None and _is_whole(value, read, names):
                    yield helper, parameter.arg


def _is_whole(value: ast.expr, read: ast.Call | None, names: set[str]) -> bool:
    match value:
        case ast.Name(id=name):
            return name in names
        case ast.Await(value=inner) | ast.NamedExpr(value=inner):
            return _is_whole(inner, read, names)
        case ast.BoolOp(values=values):
            return _is_whole(values[0], read, names)
        case ast.Call() if value is not read and last_called(value) in _FORMS:
            held = value.func.value if isinstance(value.func, ast.Attribute) else None
            whole = value.args[0] if value.args else held
            return whole is not None and _is_whole(whole, read, names)
        case _:
            return value is read


def _validates(facts: Facts, function: Function, call: Call) -> bool:
    if facts.index.origin(call).rpartition(".")[2] in _VALIDATES:
        return True
    named = facts.index.symbol(call.node.func, function)
    return facts.index.definition(named) in facts.schemas
