"""Whether loguru is told to write JSON: by a sink, by a format, or by what fills in each record."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.followed import entries, followed
from fastscaffold.audit.modules import Function

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.followed import Placed
    from fastscaffold.audit.modules import Call

_DUMPS = frozenset({"dumps", "dumps_json"})


def writing_json(facts: Facts) -> Iterator[Call]:
    """Where it is told so."""
    for call in facts.calls("loguru.logger.add", "*.add"):
        if facts.index.origin(call).startswith(("loguru", "?")) and _adds(facts, call):
            yield call
    for call in facts.calls("loguru.logger.configure"):
        fills_in = _dumps(facts, call, call.argument("patcher"))
        if fills_in or any(_is_serialized(facts, call, each) for each in _handlers(facts, call)):
            yield call
    for call in facts.calls("loguru.logger.patch"):
        if _dumps(facts, call, call.argument("patcher", 0)):
            yield call


def _adds(facts: Facts, call: Call) -> bool:
    names = ("sink", "format", "serialize")
    given = {name: call.argument(name, 0 if name == "sink" else None) for name in names}
    placed = {name: (each, call.scope) for name, each in given.items() if each is not None}
    if facts.index.origin(call) != "loguru.logger.add":
        placed = {name: each for name, each in placed.items() if name == "serialize"}
    return _is_serialized(facts, call, placed)


def _handlers(facts: Facts, call: Call) -> Iterator[Mapping[str, Placed]]:
    """What each handler that is configured is given, by name."""
    for listed, scope in followed(facts, call.argument("handlers", 0), call.scope):
        for each in listed.elts if isinstance(listed, ast.List | ast.Tuple) else ():
            yield entries(facts, each, scope) or {}


def _is_serialized(facts: Facts, call: Call, given: Mapping[str, Placed]) -> bool:
    serialize = given.get("serialize")
    if serialize is not None and facts.values.fold(*serialize) is not False:
        return True
    return any(_dumps(facts, call, given[name][0]) for name in ("sink", "format") if name in given)


def _dumps(facts: Facts, call: Call, given: ast.expr | None) -> bool:
    """Whether a function that is given, or one that it calls, makes JSON."""
    if not isinstance(given, ast.Name | ast.Attribute):
        return False
    node = ast.copy_location(ast.Call(given, [], []), call.node)
    made = facts.callers.target(replace(call, node=node))
    inside = facts.callers.reached([made] if isinstance(made, Function) else [])
    called = {facts.index.origin(each) for function in inside for each in function.calls}
    return any(name.rpartition(".")[2] in _DUMPS for name in called)
