"""Routes that talk to the database themselves."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Route

_SESSIONS = ("AsyncSession", "Session", "async_scoped_session", "scoped_session")
_STATEMENTS = frozenset(
    {
        "add", "add_all", "commit", "delete", "exec", "execute", "flush", "get", "get_one", "merge",
        "query", "refresh", "scalar", "scalars", "stream",
    }
)  # fmt: skip
_DOCUMENTS = ("beanie.Document", "tortoise.Model", "tortoise.models.Model")
_QUERIES = frozenset(
    {
        "aggregate", "all", "bulk_create", "create", "delete", "filter", "find", "find_all",
        "find_one", "get", "get_or_create", "get_or_none", "insert", "insert_many", "save",
    }
)  # fmt: skip
_PROBES = ("health", "live", "ping", "ready", "status")


def check(facts: Facts) -> Iterator[Hit]:
    """Routes whose own body works with a session, or asks a document for rows."""
    seen: set[str] = set()
    for route in facts.routes:
        symbol = route.function.symbol
        if symbol in seen or _is_probe(route):
            continue
        call = next((each for each in route.function.calls if _is_statement(facts, each)), None)
        if call is not None:
            seen.add(symbol)
            called = ast.unparse(call.node.func)
            message = f"`{route.function.name}` works with the database: `{called}`."
            yield hit_definition(route.function, message)


def _is_statement(facts: Facts, call: Call) -> bool:
    owner, _, method = facts.index.origin(call).rpartition(".")
    if method in _STATEMENTS:
        names = {each.rpartition(".")[2] for each in facts.index.ancestors(owner)}
        if names & set(_SESSIONS):
            return True
    return method in _QUERIES and facts.index.is_a(owner, *_DOCUMENTS)


def _is_probe(route: Route) -> bool:
    """Whether a route only asks whether the database answers."""
    name = f"{route.path} {route.function.name}".lower()
    if any(word in name.replace("_", "/").split("/") for word in _PROBES):
        return True
    last = route.path.rpartition("/")[2].lower()
    if any(word in last for word in ("health", "ready", "live")):
        return True
    texts = (node.value for node in own_nodes(route.function) if isinstance(node, ast.Constant))
    return any(isinstance(text, str) and text.strip().upper() == "SELECT 1" for text in texts)


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
    what="Routes in whose own body a session of SQLAlchemy or SQLModel, or a document of Beanie or"
    " Tortoise, reads or writes. Handing the session on is left alone, and so are probes that only"
    " ask whether the database answers.",
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
