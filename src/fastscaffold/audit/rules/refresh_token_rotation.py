"""Refresh tokens that can be used again and again."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.reach import Reach
from fastscaffold.audit.facts.tokens.jwt_calls import DECODERS
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Function, Route

_REFRESH = re.compile(r"(?i)refresh")
_STATEMENTS = frozenset({"delete", "insert", "update"})
# What a store is told to keep or to forget, whatever its library.
_WRITES = re.compile(
    r"""(?ix) ^(add|add_all|add_one|bulk_\w+|commit|delete|delete_\w+|flush|getdel|hset|incr|insert
    |insert_\w+|merge|psetex|replace_one|sadd|save|set|set_\w+|setex|setnx|update_\w+|xadd|zadd)$
    | blacklist | blocklist | denylist | invalidate | revoke | rotate | store"""
)
_BUILT_IN = frozenset({"set"})
# What ends a transaction, whatever was done in it.
_ENDS = frozenset({"commit", "flush"})
_COOKIES = frozenset({"set_cookie", "delete_cookie", "set_context", "set_tag", "set_user"})
_SQL = re.compile(r"(?i)^\s*(insert|update|delete)\s")


def check(facts: Facts) -> Iterator[Hit]:
    """Routes that refresh, read a token, and write nothing."""
    reach = Reach(facts)
    seen: set[Function] = set()
    for route in facts.routes:
        if not _is_for_refreshing(route) or route.function in seen:
            continue
        seen.add(route.function)
        functions = reach.of_route(route)
        calls = list(reach.calls(functions))
        if not any(origin in DECODERS for _, origin in calls):
            continue
        if any(_writes(facts, call, origin) for call, origin in calls):
            continue
        yield hit_definition(
            route.function, "The refresh token stays valid after use: nothing is stored of it."
        )


def _is_for_refreshing(route: Route) -> bool:
    last = route.path.rstrip("/").rpartition("/")[2]
    named = _REFRESH.search(last) or _REFRESH.search(route.function.name)
    return named is not None and not route.is_websocket


def _writes(facts: Facts, call: Call, origin: str) -> bool:
    """Whether a call of a library, or of what cannot be told, writes."""
    if facts.index.definition(origin) is not None:
        return False
    last = origin.rpartition(".")[2]
    if last in _COOKIES or origin in _BUILT_IN:
        return False
    if last in _ENDS and _is_around(call.function):
        return False
    if last in _STATEMENTS:
        # ``update`` of a dictionary writes nothing.
        return call.awaited or origin.startswith(("sqlalchemy.", "sqlmodel.")) or last != "update"
    if last in {"execute", "text"} and any(_is_written(each) for each in call.node.args):
        return True
    if last == "add":
        return not origin.startswith(("set.", "builtins."))
    if last in {"create", "create_one"}:
        return call.awaited
    return _WRITES.search(last) is not None


def _is_around(function: Function | None) -> bool:
    """Whether it runs around requests, as what commits after a ``yield`` does for all of them."""
    return function is not None and any(
        isinstance(node, ast.Yield) for node in inside(function.node)
    )


def _is_written(node: ast.expr) -> bool:
    return any(
        isinstance(each, ast.Constant) and isinstance(each.value, str) and _SQL.match(each.value)
        for each in walk(node)
    )


RULE = Rule(
    id="SEC014",
    name="refresh-token-rotation",
    severity=Severity.P0,
    topic="security",
    seed="RFC 9700, 4.14.2: refresh token rotation; ASVS 10.4.5",
    what="An endpoint for refreshing that decodes a token of one's own and, with all that it"
    " calls, writes nothing to any store: the token that was used cannot be told from one that was"
    " not. Endpoints that do not decode tokens themselves are left alone.",
    why="Whoever gets hold of a refresh token once stays logged in for as long as it lasts, and"
    " nobody can end it.",
    bad={
        "app/main.py": """import jwt
from fastapi import FastAPI

app = FastAPI()


@app.post("/auth/refresh")
async def refresh(token: str) -> dict[str, str]:
    claims = jwt.decode(token, "key", algorithms=["HS256"])
    return {"access_token": jwt.encode({"sub": claims["sub"]}, "key")}
"""
    },
    good={
        "app/main.py": """import jwt
from fastapi import Depends, FastAPI

from app.logins import Logins

app = FastAPI()


@app.post("/auth/refresh")
async def refresh(token: str, logins: Logins = Depends()) -> dict[str, str]:
    claims = jwt.decode(token, "key", algorithms=["HS256"])
    new = await logins.rotate(claims["jti"])
    return {"access_token": jwt.encode({"sub": claims["sub"], "jti": new}, "key")}
""",
        "app/logins.py": """from uuid import uuid4

from sqlalchemy import update

from app.database import session
from app.models import Login


class Logins:
    async def rotate(self, used: str) -> str:
        new = str(uuid4())
        await session.execute(update(Login).where(Login.refresh_id == used).values(refresh_id=new))
        return new
""",
    },
    fix="Keep which refresh token is valid, replace it with each use, and end the login when an"
    " old one comes.",
    check=check,
    formerly=("X004",),
)
