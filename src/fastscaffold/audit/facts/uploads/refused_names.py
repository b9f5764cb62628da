"""Functions that refuse names of uploads, and those that are given only what passed them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.texts.parts import looped_over
from fastscaffold.audit.modules import Function, called_name
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

_MATCHES = frozenset({"re.fullmatch", "fullmatch"})


def is_checked_before(facts: Facts, function: Function) -> bool:
    """Whether each caller has the name checked before it hands the upload on."""
    calls = facts.callers.of(function)
    return bool(calls) and all(
        call.function is not None and has_checked(facts, call.function) for call in calls
    )


def has_checked(facts: Facts, function: Function) -> bool:
    """Whether a function gives the name of an upload to one that refuses slashes."""
    return any(
        isinstance(target := facts.callers.target(call), Function)
        and any(_refuses(target, name) for name in _given(call, target))
        for call in function.calls
    )


def _given(call: Call, target: Function) -> Iterator[str]:
    """The parameters that are given the name of an upload."""
    for parameter, _ in target.parameters():
        value = call.argument(parameter.arg, target.position(parameter.arg))
        if isinstance(value, ast.Attribute) and value.attr == "filename":
            yield parameter.arg


def _refuses(function: Function, name: str) -> bool:
    """Whether a function raises for some names, by their slashes or by what may stand in them."""
    return any(
        isinstance(node, ast.If)
        and any(isinstance(each, ast.Raise) for each in inside(node))
        and any(_looks(function, part, name) for part in _parts(node.test))
        for node in inside(function.node)
    )


def _parts(test: ast.expr) -> Iterator[ast.expr]:
    """Conditions that are joined, each by itself."""
    if isinstance(test, ast.BoolOp):
        for value in test.values:
            yield from _parts(value)
    else:
        yield test


def _looks(function: Function, test: ast.expr, name: str) -> bool:
    """Whether a condition is about a name, and looks for slashes or for all that may be."""
    told = [test]
    for node in walk(test):
        if isinstance(node, ast.Name):
            loop = looped_over(function, node.id)
            told += [*function.assigned.get(node.id, ()), *([loop.iter] if loop else ())]
    nodes = [node for each in told for node in walk(each)]
    return any(isinstance(node, ast.Name) and node.id == name for node in nodes) and any(
        (isinstance(node, ast.Call) and called_name(node) in _MATCHES)
        or (isinstance(node, ast.Constant) and _is_of_paths(node.value))
        for node in nodes
    )


def _is_of_paths(value: object) -> bool:
    return isinstance(value, str) and ("/" in value or ".." in value)
