"""Routes that talk to the database themselves."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Class
from fastscaffold.audit.facts.classes import is_table
from fastscaffold.audit.facts.database_calls import database_calls
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import dotted, enclosing_class
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Function, Route

_SESSIONS = frozenset({"AsyncSession", "Session", "async_scoped_session", "scoped_session"})
# The session of the request, which such libraries keep in a name of theirs.
_CURRENT = re.compile(
    r"(?:fastapi|flask)_(?:async_)?sqlalchemy(?:\.\w+)*\.(?:db|DBSession)\.session"
)
_HTTP = frozenset({"boto3", "botocore", "curl_cffi", "requests", "requests_oauthlib"})
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
_DOCUMENTS = (
    "beanie.Document", "beanie.odm.documents.Document", "tortoise.Model", "tortoise.models.Model",
    "mongoengine.Document", "ormar.Model", "peewee.Model", "piccolo.table.Table",
)  # fmt: skip
_QUERIES = frozenset(
    {
        "aggregate", "all", "bulk_create", "bulk_update", "count", "create", "delete", "delete_all",
        "exclude", "exists", "filter", "find", "find_all", "find_many", "find_one", "first", "get",
        "get_or_create", "get_or_none", "in_bulk", "insert", "insert_many", "insert_one", "objects",
        "raw", "replace", "save", "select", "update_or_create", "upsert",
    }
)  # fmt: skip
# Class methods by which the models of a project are asked as those of such libraries are; what
# only makes a query is looked at where it is sent.
_OF_ROWS = (_QUERIES | {"add", "update"}) - {
    "aggregate", "exclude", "filter", "objects", "raw", "select",
}  # fmt: skip
_LIBRARIES = ("aiosqlite", "asyncpg", "databases", "motor", "pymongo")
# Nothing but drivers has methods of these names, where a project has none of its own.
_DRIVER = frozenset(
    {
        "delete_many", "delete_one", "fetchrow", "fetchval", "find_one_and_delete",
        "find_one_and_replace", "find_one_and_update", "insert_many", "insert_one", "replace_one",
        "update_many", "update_one",
    }
)  # fmt: skip
_PROBES = frozenset({"health", "live", "ping", "ready", "status"})
# Orders that are delivered, or alerts that are read already, are no probes.
_PROBING = re.compile(r"(?i)health|(?<![a-z])(a?live|ready|readi)(z|ness|check|probe)?(?![a-z])")


def check(facts: Facts) -> Iterator[Hit]:
    """Routes whose own body works with a session, or asks a document for rows."""
    seen: set[Function] = set()
    for route in facts.routes:
        if route.function in seen or _is_probe(facts, route):
            continue
        calls = route.function.calls
        call = next((each for each in calls if _is_statement(facts, each)), None)
        call = call or next((each for each in calls if database_calls(facts).asks(each)), None)
        if call is not None:
            seen.add(route.function)
            called = unparsed(call.node.func)
            message = f"`{route.function.name}` works with the database: `{called}`."
            yield hit_definition(route.function, message)


def _is_statement(facts: Facts, call: Call) -> bool:
    owner, _, method = facts.index.origin(call).rpartition(".")
    if owner.startswith("fastapi_pagination.ext"):
        return _takes_session(facts, call)
    if method in _DRIVER and facts.index.definition(owner) is None:
        return method in _driver_methods(facts)
    if _is_session(facts, owner):
        return method in _STATEMENTS
    if _is_connection(facts, owner):
        return method in _SENT
    if facts.index.is_a(owner, *_ENGINES):
        return method in _STORED
    # `Album.objects.get(...)`, as Ormar and MongoEngine have it
    owner = owner.removesuffix(".objects")
    defined = facts.index.definition(owner)
    if defined is None and _stands_for_document(facts, owner):
        return method in _QUERIES
    if not isinstance(defined, Class) or not is_table(facts.index, defined):
        return False
    own = facts.index.method(owner, method)
    if own is not None:
        if _is_of_class(own):
            # What all models have from one base says no more than a session does.
            is_inherited = enclosing_class(own) is not defined
            return is_inherited and method in _OF_ROWS and _takes_session(facts, call)
        return _works(facts, own) or _takes_session(facts, call)
    if _takes_session(facts, call):
        return True
    return method in _QUERIES and facts.index.is_a(owner, *_DOCUMENTS)


@lru_cache(maxsize=2)
def _driver_methods(facts: Facts) -> frozenset[str]:
    """The methods of drivers that a project uses, without those that it has itself."""
    if not any(facts.imports(*_LIBRARIES)):
        return frozenset()
    return _DRIVER - {function.name for function in facts.index.functions()}


def _is_session(facts: Facts, symbol: str | None) -> bool:
    """Whether a class is one of sessions of the database, and not of HTTP, or of somebody's."""
    if symbol is not None and _CURRENT.fullmatch(symbol):
        return True
    return any(
        each.rpartition(".")[2] in _SESSIONS
        and each.partition(".")[0] not in _HTTP
        and facts.index.definition(each) is None
        for each in facts.index.ancestors(symbol)
    )


def _is_connection(facts: Facts, symbol: str | None) -> bool:
    return any(
        each.partition(".")[0] in _CONNECTED and each.rpartition(".")[2] in _CONNECTIONS
        for each in facts.index.ancestors(symbol)
    )


def _takes_session(facts: Facts, call: Call) -> bool:
    """Whether a model, which has no such method that could be seen, is handed a session."""
    scope = call.function or call.module
    given = arguments_of(call.node)
    return any(
        _is_session(facts, facts.index.kind(each, scope) or facts.index.symbol(each, scope))
        for each in given
    )


def _is_of_class(method: Function) -> bool:
    """Whether a method is one of the class: what a project writes there is its repository."""
    decorators = {dotted(each) for each in method.node.decorator_list}
    return bool(decorators & {"classmethod", "staticmethod"})


def _works(facts: Facts, method: Function) -> bool:
    """Whether a method of a row reads or writes rows itself, as Active Record has it."""
    takes = any(
        _is_session(facts, facts.index.annotated(argument.annotation, method.module))
        for argument, _ in method.parameters()
    )
    return takes or any(
        facts.index.origin(call).rpartition(".")[2] in _QUERIES
        and facts.index.is_a(facts.index.origin(call).rpartition(".")[0], *_DOCUMENTS)
        for call in method.calls
    )


def _stands_for_document(facts: Facts, symbol: str) -> bool:
    """Whether a symbol is a type variable that is bound to a document.

    ``users.model.filter(...)`` goes past the methods of ``users``, which are there for that.
    """
    for value, scope in facts.index.values_of(symbol):
        if isinstance(value, ast.Call):
            bounds = [each.value for each in value.keywords if each.arg == "bound"]
            kinds = [facts.index.annotated(each, scope) for each in bounds]
            if any(facts.index.is_a(kind, *_DOCUMENTS) for kind in kinds):
                return True
    return False


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
    what="Routes in whose own body a session of SQLAlchemy or SQLModel, an engine of ODMantic, a"
    " driver's connection, cursor or collection, or a model of Beanie, Tortoise and their kin reads"
    " or writes; methods of rows that do so, or are given a session; and whatever a route gives SQL"
    " to that it has written itself. Class methods that a project writes itself are taken for"
    " its repository, unless all models have them from one base, as `Item.get(session, 1)`, and are"
    " given a session. Handing the session on to anything else is left alone, and so are probes"
    " that only ask whether the database answers.",
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
