"""Lists that routes have from other servers, which nobody else may keep short."""

from __future__ import annotations

import ast
import builtins
import sys
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.sources import sources
from fastscaffold.audit.facts.lists.asked_rows import asks_for_rows
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Function
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Call, Facts, Route

_CLIENTS = frozenset({"aiohttp", "httpx", "requests", "urllib", "urllib3"})
# Parts of them that only take addresses apart, or put them together.
_NOT_ASKING = ("urllib.parse.", "urllib3.util.", "httpx.URL", "requests.utils.")
_DRIVERS = frozenset(
    {
        "aiosqlite", "asyncpg", "beanie", "databases", "motor", "odmantic", "ormar", "peewee",
        "piccolo", "psycopg", "psycopg2", "pymongo", "sqlalchemy", "sqlite3", "sqlmodel",
        "tortoise",
    }
)  # fmt: skip
_WRITING = frozenset(
    {"add", "add_all", "bulk_create", "create", "insert_many", "insert_one", "merge"}
)
_OF_PYTHON = sys.stdlib_module_names | set(dir(builtins)) | {"fastapi"}
# Helpers ask others in turn.
_MOST = 40


def is_fetched(facts: Facts, route: Route) -> bool:
    """Whether a route asks another server, and no database, for what it answers with.

    Whoever asks a database for a key, or another server for who is logged in, does not say where
    the answer is from.
    """
    reached = list(facts.callers.reached([route.function]))
    calls = [(call, function) for function in reached for call in function.calls]
    libraries = _libraries(facts, calls)
    if not libraries & _CLIENTS:
        return False
    own = [(call, route.function) for call in route.function.calls]
    answering = list(_answering(facts, route.function))
    of_answer = _libraries(facts, answering)
    if of_answer & _CLIENTS and not any(_keeps(facts, call) for call, _ in calls):
        calls, libraries = [*answering, *own], of_answer
    elif any(map(_is_of_others, of_answer)) and not _libraries(facts, own) & _CLIENTS:
        # Another library gives the answer.
        return False
    if libraries & _DRIVERS:
        return False
    # A session may well be handed over by what has no name of a library.
    return not any(asks_for_rows(facts, call.node, function) for call, function in calls)


def _libraries(facts: Facts, calls: Iterable[tuple[Call, Function]]) -> set[str]:
    origins = {facts.index.origin(call) for call, _ in calls}
    return {each.partition(".")[0] for each in origins if not each.startswith(_NOT_ASKING)}


def _keeps(facts: Facts, call: Call) -> bool:
    """Whether something is put into a database, which may be what was fetched, once for all."""
    library, _, method = facts.index.origin(call).partition(".")
    return library in _DRIVERS and method.rpartition(".")[2] in _WRITING


def _is_of_others(library: str) -> bool:
    """Whether a name is that of a library that is neither Python's own nor unknown."""
    return library.isidentifier() and library not in _OF_PYTHON


def _answering(facts: Facts, function: Function) -> Iterator[tuple[Call, Function]]:
    """The calls that an answer is made of, through helpers of the project."""
    waiting, seen = [function], set[Function]()
    while waiting and len(seen) < _MOST:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        made = {id(node) for value in returned(current) for node in sources(value, current)}
        calls = [each for each in current.calls if id(each.node) in made]
        sent = {id(node) for call in calls for node in _sent(facts, call, current)}
        for call in calls:
            if id(call.node) in sent:
                continue
            target = facts.callers.target(call)
            if isinstance(target, Function):
                waiting.append(target)
            elif target is None:
                yield call, current


def _sent(facts: Facts, call: Call, function: Function) -> Iterator[ast.AST]:
    """What another server is told, which is no part of what it answers."""
    if facts.index.origin(call).partition(".")[0] not in _CLIENTS:
        return
    for each in arguments_of(call.node):
        for node in walk(each):
            yield node
            if isinstance(node, ast.Name):
                yield from (
                    inner for value in function.assigned.get(node.id, ()) for inner in walk(value)
                )
