"""Whether loguru is told to write JSON: by a sink, by a format, or by what fills in each record."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.followed import entries, followed
from fastscaffold.audit.modules import Function
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origins.followed import Placed
    from fastscaffold.audit.modules import Call

_DUMPS = frozenset({"dumps", "dumps_json"})
_STREAMS = frozenset({"sys.stderr", "sys.stdout", "sys.__stderr__", "sys.__stdout__"})
# Levels of what goes wrong alone.
_ALARMING = frozenset({"CRITICAL", "ERROR", "FATAL", "WARN", "WARNING"})
_ALARMING_FROM = 30
_POSTS = frozenset({"post", "request", "urlopen"})
# What messages to a chat are made of, which takes them as JSON whatever the logs are.
_CHATS = frozenset({"attachments", "blocks", "chat_id", "content", "embeds", "text"})


def writing_json(facts: Facts) -> Iterator[Call]:
    """Where it is told so."""
    for call in facts.calls("loguru.logger.add", "*.add"):
        if facts.index.origin(call).startswith(("loguru", "?")) and _adds(facts, call):
            yield call
    for call in facts.calls("loguru.logger.configure"):
        handlers = list(_handlers(facts, call))
        if _dumps(facts, call, call.argument("patcher")) or any(
            _is_serialized(facts, call, each)
            and (len(handlers) == 1 or not _is_beside(facts, call, each))
            for each in handlers
        ):
            yield call
    for call in facts.calls("loguru.logger.patch"):
        if _dumps(facts, call, call.argument("patcher", 0)):
            yield call


def _adds(facts: Facts, call: Call) -> bool:
    names = ("sink", "format", "level", "serialize")
    given = {name: call.argument(name, 0 if name == "sink" else None) for name in names}
    placed = {name: (each, call.scope) for name, each in given.items() if each is not None}
    if facts.index.origin(call) != "loguru.logger.add":
        placed = {name: each for name, each in placed.items() if name == "serialize"}
    if not _is_serialized(facts, call, placed):
        return False
    return not _is_beside(facts, call, placed) or _is_alone(facts)


def _is_alone(facts: Facts) -> bool:
    """Whether there is one handler, and that which loguru begins with is taken away."""
    added = list(facts.calls("loguru.logger.add"))
    return len(added) == 1 and any(facts.calls("loguru.logger.remove"))


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


def _is_beside(facts: Facts, call: Call, given: Mapping[str, Placed]) -> bool:
    """Whether a handler is given what goes wrong alone, or tells people in a chat."""
    sink, level = given.get("sink"), given.get("level")
    if sink is not None and facts.index.symbol(*sink) in _STREAMS:
        return False
    if level is not None and _is_alarming(facts, level):
        return True
    is_json = "serialize" in given and facts.values.fold(*given["serialize"]) is not False
    return sink is not None and not is_json and _is_chat(facts, call, sink[0])


def _is_alarming(facts: Facts, level: Placed) -> bool:
    folded = facts.values.fold(*level)
    if isinstance(folded, int):
        return folded >= _ALARMING_FROM
    name = folded if isinstance(folded, str) else facts.index.symbol(*level) or ""
    return name.rpartition(".")[2].upper() in _ALARMING


def _is_chat(facts: Facts, call: Call, sink: ast.expr) -> bool:
    """Whether a sink posts messages of a chat."""
    inside = _inside(facts, call, sink)
    posts = any(
        facts.index.origin(each).rpartition(".")[2] in _POSTS
        for function in inside
        for each in function.calls
    )
    keys = {
        key.value
        for function in inside
        for node in walk(function.node)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }
    return posts and not _CHATS.isdisjoint(keys)


def _dumps(facts: Facts, call: Call, given: ast.expr | None) -> bool:
    """Whether a function that is given, or one that it calls, makes JSON."""
    called = {
        facts.index.origin(each)
        for function in _inside(facts, call, given)
        for each in function.calls
    }
    return any(name.rpartition(".")[2] in _DUMPS for name in called)


def _inside(facts: Facts, call: Call, given: ast.expr | None) -> list[Function]:
    """A function that is given, and those that it calls."""
    if not isinstance(given, ast.Name | ast.Attribute):
        return []
    node = ast.copy_location(ast.Call(given, [], []), call.node)
    made = facts.callers.target(replace(call, node=node))
    return facts.callers.reached([made] if isinstance(made, Function) else [])
