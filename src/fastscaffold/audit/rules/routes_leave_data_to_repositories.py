"""Routes that talk to the database themselves."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import is_table
from fastscaffold.audit.facts.databases.active_records import asks_rows
from fastscaffold.audit.facts.databases.calls import database_calls
from fastscaffold.audit.facts.databases.sessions import is_session, takes_session
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Function, Route

_CONNECTED = frozenset(
    {"aiosqlite", "asyncpg", "databases", "psycopg", "psycopg2", "sqlalchemy", "sqlite3"}
)
_CONNECTIONS = frozenset({"AsyncConnection", "Connection", "Cursor", "Database", "Pool"})
_SENT = frozenset(
    {
        "commit", "cursor", "exec_driver_sql", "execute", "execute_many", "executemany", "fetch",
        "fetch_all", "fetch_one", "fetch_val", "fetchrow", "fetchval", "iterate", "scalar",
        "scalars",
    }
)  # fmt: skip
_STATEMENTS = frozenset(
    {
        "add", "add_all", "commit", "delete", "exec", "execute", "flush", "get", "get_one", "merge",
        "query", "refresh", "scalar", "scalars", "stream",
    }
)  # fmt: skip
_ENGINES = ("odmantic.AIOEngine", "odmantic.SyncEngine", "odmantic.engine.AIOEngine")
_STORED = frozenset({"count", "delete", "find", "find_one", "remove", "save", "save_all"})
_LIBRARIES = ("aiosqlite", "asyncpg", "databases", "motor", "pymongo")
# Nothing but drivers has methods of these names, where a project has none of its own.
_DRIVER = frozenset(
    {
        "delete_many", "delete_one", "fetchrow", "fetchval", "find_one_and_delete",
        "find_one_and_replace", "find_one_and_update", "insert_many", "insert_one", "replace_one",
        "update_many", "update_one",
    }
)  # fmt: skip
# What a client gives a table by its name.
_TABLES = frozenset({"collection", "from_", "table"})
_PROBES = frozenset({"health", "live", "ping", "ready", "status"})
# Orders that are delivered, or alerts that are read already, are no probes.
_PROBING = re.compile(r"(?i)health|(?<![a-z])(a?live|ready|readi)(z|ness|check|probe)?(?![a-z])")


def check(facts: Facts) -> Iterator[Hit]:
    """Routes whose own body works with a session, or asks a document for rows."""
    seen: set[Function] = set()
    for route in facts.routes:
        if route.function in seen or _is_probe(facts, route):
            continue
        calls = [each for function in _run(facts, route.function) for each in function.calls]
        call = next((each for each in calls if _is_statement(facts, each)), None)
        call = call or next((each for each in calls if database_calls(facts).asks(each)), None)
        if call is not None:
            seen.add(route.function)
            called = unparsed(call.node.func)
            message = f"`{route.function.name}` works with the database: `{called}`."
            yield hit_definition(route.function, message)


def _run(facts: Facts, function: Function) -> list[Function]:
    """A function and those that are defined in it: what they do stands in its body, too."""
    inner = _inner(facts).get(function, [])
    return [function, *(each for one in inner for each in _run(facts, one))]


@lru_cache(maxsize=2)
def _inner(facts: Facts) -> dict[Function, list[Function]]:
    found: dict[Function, list[Function]] = defaultdict(list)
    for function in facts.index.functions():
        if function.parent is not None and function.owner is None:
            found[function.parent].append(function)
    return found


def _is_statement(facts: Facts, call: Call) -> bool:
    owner, _, method = facts.index.origin(call).rpartition(".")
    if owner.startswith("fastapi_pagination.ext"):
        return takes_session(facts, call)
    if method in _DRIVER and facts.index.definition(owner) is None:
        return method in _driver_methods(facts)
    if is_session(facts, owner):
        return method in _STATEMENTS
    if _is_connection(facts, owner):
        return method in _SENT
    if facts.index.is_a(owner, *_ENGINES):
        return method in _STORED
    return asks_rows(facts, call)


@lru_cache(maxsize=2)
def _driver_methods(facts: Facts) -> frozenset[str]:
    """The methods of drivers that a project uses, without those that it has itself."""
    if not any(facts.imports(*_LIBRARIES)):
        return frozenset()
    return _DRIVER - {function.name for function in facts.index.functions()}


def _is_connection(facts: Facts, symbol: str | None) -> bool:
    return any(
        each.partition(".")[0] in _CONNECTED and each.rpartition(".")[2] in _CONNECTIONS
        for each in facts.index.ancestors(symbol)
    )


def _is_probe(facts: Facts, route: Route) -> bool:
    """Whether a route only asks whether the database answers, and for nothing that is in it."""
    if not set(route.methods) <= {"GET", "HEAD"} or "{" in route.path:
        return False
    named = set(re.split(r"[\W_]+", f"{route.path} {route.function.name}".lower()))
    if named & _PROBES:
        # Orders have a status too, which stands in a table.
        return not (named & _PROBES == {"status"} and _names_table(facts, route.function))
    if _PROBING.search(route.path.rpartition("/")[2]):
        return True
    texts = (node.value for node in own_nodes(route.function) if isinstance(node, ast.Constant))
    return any(isinstance(text, str) and text.strip().upper() == "SELECT 1" for text in texts)


def _names_table(facts: Facts, function: Function) -> bool:
    if any(
        last_called(call.node) in _TABLES and isinstance(call.argument("", 0), ast.Constant)
        for call in function.calls
    ):
        return True
    named = (facts.index.class_of(node, function) for node in own_nodes(function))
    return any(each is not None and is_table(facts.index, each) for each in named)


_TOP = """from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import get_session
from app.models import Item
from app.services import ItemService

app = FastAPI()


@app.get("/items")
"""

RULE = Rule(
    id="ARCH002",
    name="routes-leave-data-to-repositories",
    severity=Severity.P1,
    topic="architecture",
    seed="Architecture rule 2: router, service, repository; strict layering, no skipping",
    what="Routes in whose own body, functions in it included, a session of SQLAlchemy or SQLModel,"
    " an engine of ODMantic, a driver's connection, cursor or collection, or a model of Beanie,"
    " Tortoise and their kin reads or writes; methods of rows that do so, or are given a session;"
    " and whatever a route gives SQL to that it has written itself, or a statement that it has"
    " built. Class methods that a project writes itself are taken for its repository, unless all"
    " models have them from one base, as `Item.get(session, 1)`, and are given a session, or read"
    " and write themselves. Handing the session on to anything else is left alone, and so are"
    " probes that only ask whether the database answers.",
    why="What a route knows of tables can be neither tested without a server nor used by the next"
    " route, and transactions end wherever somebody thought of it.",
    bad={
        "app/main.py": f"{_TOP}async def read(session: AsyncSession = Depends(get_session))"
        " -> int:\n"
        "    return len((await session.execute(select(Item))).all())\n"
    },
    good={
        "app/main.py": f"{_TOP}async def read(service: ItemService = Depends()) -> int:\n"
        "    return await service.count()\n"
    },
    fix="Move what reads and writes to a repository, and call it through a service.",
    check=check,
)
