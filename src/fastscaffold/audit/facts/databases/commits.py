"""Dependencies that commit behind their ``yield``, and so after the response."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.routing.overridden import overriding
from fastscaffold.audit.modules import Function
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.dependencies import Dependency

# From here on what follows a ``yield`` runs when the response was sent; before the other, too.
AFTER_RESPONSE = (0, 118)
BEFORE_RESPONSE = (0, 106)
MAX_NESTING = 4
_VERSION = re.compile(r"(\d+)\.(\d+)")
# `~=0.110` admits every later 0.x, `~=0.110.0` that minor version alone.
_UPPER = re.compile(r"(<=?|==|\^|~=(?=\s*\d+\.\d+\.\d))\s*v?(\d+)\.(\d+)")


@dataclass(frozen=True, slots=True)
class LateCommit:
    """A dependency, and what in it commits late."""

    function: Function
    node: ast.stmt | ast.expr


def late_commits(facts: Facts) -> Iterator[LateCommit]:
    """Each dependency of a route that commits after the response, once."""
    if not _runs_after_response(facts):
        return
    # What production puts in the place of a marker is run wherever that is depended on.
    found = [given for _, given in overriding(facts)]
    for dependency in _dependencies(facts):
        if _has_function_scope(facts, dependency):
            continue
        found += dependency.functions
    for function in dict.fromkeys(found):
        node = _late(facts, function, MAX_NESTING)
        if node is not None:
            yield LateCommit(function, node)


def _dependencies(facts: Facts) -> Iterator[Dependency]:
    for route in facts.routes:
        if not route.is_websocket:
            yield from route.dependencies


def _has_function_scope(facts: Facts, dependency: Dependency) -> bool:
    for keyword in dependency.call.keywords:
        if keyword.arg == "scope":
            # What cannot be told is trusted.
            return facts.values.text(keyword.value, dependency.module) != "request"
    return False


def _runs_after_response(facts: Facts) -> bool:
    locked = facts.configuration.locked.get("fastapi")
    match = _VERSION.match(locked[0]) if locked is not None else None
    if match is not None:
        version = int(match[1]), int(match[2])
        return not BEFORE_RESPONSE <= version < AFTER_RESPONSE
    requirement = facts.configuration.requirement("fastapi", "fastapi-slim")
    if requirement is None:
        return True
    for operator, major, minor in _UPPER.findall(requirement.version):
        version = int(major), int(minor)
        above = version > AFTER_RESPONSE if operator == "<" else version >= AFTER_RESPONSE
        if not above and version >= BEFORE_RESPONSE:
            return False
    return True


def _late(facts: Facts, function: Function, steps: int) -> ast.stmt | ast.expr | None:
    """What commits behind the first ``yield`` of a function."""
    nodes = list(inside(function.node))
    first = next((each for each in nodes if isinstance(each, ast.Yield)), None)
    if first is None or steps == 0:
        return None
    failing = {id(each) for node in nodes for each in _handled(node)}
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(attr="commit")):
                if node.lineno > first.lineno and id(node) not in failing:
                    return node
            case ast.With() | ast.AsyncWith():
                around = any(each is first for each in walk(node))
                for item in node.items if around else []:
                    if _commits_at_exit(facts, item.context_expr, function, steps):
                        return node
            case _:
                pass
    return None


def _handled(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.ExceptHandler):
        yield from walk(node)


def _commits_at_exit(facts: Facts, node: ast.expr, function: Function, steps: int) -> bool:
    """Whether leaving a context manager commits."""
    if not isinstance(node, ast.Call):
        return False
    origin = facts.index.called(node.func, function)
    definition = facts.index.definition(origin)
    if isinstance(definition, Function):
        return _late(facts, definition, steps - 1) is not None
    if origin.rpartition(".")[2] == "begin" and isinstance(node.func, ast.Attribute):
        return True
    exit_ = facts.index.method(origin, "__aexit__") or facts.index.method(origin, "__exit__")
    if exit_ is None:
        return False
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr == "commit"
        for each in walk(exit_.node)
    )
