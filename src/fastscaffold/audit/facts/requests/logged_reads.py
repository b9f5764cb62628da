"""Bodies that are read once more beside the model that describes them, for logs only."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.branches import LOGS
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import arguments_of, awaited
from fastscaffold.audit.walking import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function
    from fastscaffold.audit.facts.routing.routes import Route

# What a helper of the project is called that only tells somebody.
_TELLS = re.compile(r"(?i)(?:^|_)(?:debug|log(?:ged|ging|s)?|print|trace)(?:_|$)")


def is_logged_only(facts: Facts, route: Route, function: Function, read: ast.Call) -> bool:
    """Whether the body is described by a model, and what is read of it is told to logs only.

    Args:
        facts: of the project.
        route: whose body it is.
        function: that reads it, of the route or for it.
        read: the call that does.
    """
    if not any(
        each.kind == "body"
        and facts.index.definition(facts.index.annotated(each.annotation, route.module))
        in facts.schemas
        for each in route.parameters
    ):
        return False
    kept = {
        id(awaited(value)): name for name, values in function.assigned.items() for value in values
    }
    name = kept.get(id(read))
    told = {
        id(node)
        for call in own_nodes(function, ast.Call)
        if last_called(call) in LOGS or _TELLS.search(last_called(call))
        for given in arguments_of(call)
        for node in _shown(facts, function, given, read)
    }
    if name is None:
        return id(read) in told
    uses = [
        each
        for each in own_nodes(function, ast.Name)
        if each.id == name and isinstance(each.ctx, ast.Load)
    ]
    return all(id(each) in told for each in uses)


def _shown(facts: Facts, function: Function, given: ast.expr, read: ast.Call) -> Iterator[ast.AST]:
    """What a log is given, without what is given to something else, which may keep it."""
    below: list[ast.AST] = [given]
    while below:
        node = below.pop()
        yield node
        if not _is_kept_elsewhere(facts, function, node, read):
            below += children(node)


def _is_kept_elsewhere(facts: Facts, function: Function, node: ast.AST, read: ast.Call) -> bool:
    if isinstance(node, ast.Await):
        return node.value is not read
    if not isinstance(node, ast.Call):
        return False
    return facts.index.definition(facts.index.symbol(node.func, function)) is not None
