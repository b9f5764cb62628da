"""Functions that refuse names of uploads, and those that are given only what passed them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Function, called_name
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts

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
        any(isinstance(each, ast.Attribute) and each.attr == "filename" for each in call.node.args)
        and isinstance(target := facts.callers.target(call), Function)
        and _refuses(target)
        for call in function.calls
    )


def _refuses(function: Function) -> bool:
    """Whether a function raises for names, and looks for slashes in them or for what may be."""
    nodes = list(inside(function.node))
    told = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    looks = any(
        (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in told
            and ("/" in node.value or ".." in node.value)
        )
        or (isinstance(node, ast.Call) and called_name(node) in _MATCHES)
        for node in nodes
    )
    return looks and any(isinstance(node, ast.Raise) for node in nodes)
