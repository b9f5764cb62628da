"""Addresses of clients that any client may claim."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place, Role
from fastscaffold.audit.facts.deployment.commands import GUNICORN
from fastscaffold.audit.facts.origins.followed import given, texts
from fastscaffold.audit.facts.routing.installed import installed
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import dotted
from fastscaffold.audit.nodes import mentions
from fastscaffold.audit.rules.base import Hit, Rule, hit, hit_call
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Function

_HEADERS = frozenset({"x-forwarded-for", "x-real-ip", "x-client-ip", "true-client-ip", "forwarded"})
_PARAMETERS = frozenset({"x_forwarded_for", "x_real_ip"})
# As CGI calls them, and after it WSGI and engine.io.
_VARIABLES = frozenset({f"http_{each.replace('-', '_')}" for each in _HEADERS})
_RUNNERS = ("uvicorn.run", "uvicorn.Config", "uvicorn.config.Config")
_OPTION = re.compile(
    r"""(?x) --forwarded-allow-ips (?:\s*=\s*|["',\s]+) ["']?\*
    | \bFORWARDED_ALLOW_IPS \s*[=:]\s* ["']? \* (?=["'\s]|$)"""
)
# As helpers begin that look through headers.
_FINDS = frozenset({"extract", "fetch", "find", "first", "get", "header", "lookup", "read"})
_BELIEVED = "Forwarded headers are believed, whoever sends them."
_TRUST = re.compile(r"(?i)trusted|known_prox|proxies|proxy_(ips?|hosts?|count|depth)|behind_proxy")


def check(facts: Facts) -> Iterator[Hit]:
    """Servers that believe every proxy, and code that reads the headers itself."""
    for call in facts.calls(*_RUNNERS, role=None):
        if call.module.role in {Role.PRODUCTION, Role.SCRIPT}:
            yield from _all_trusted(facts, call, "forwarded_allow_ips")
    for each in installed(facts):
        if each.name == "ProxyHeadersMiddleware":
            yield from _all_trusted(facts, each.call, "trusted_hosts")
    for origin, calls in facts.calls_by_origin.items():
        # What libraries and the project itself wrap the application in.
        if "proxy" in origin.lower() and not origin.endswith("ProxyHeadersMiddleware"):
            for call in calls:
                if call.module.is_production and call.argument("trusted_hosts") is not None:
                    yield from _all_trusted(facts, call, "trusted_hosts")
    for module in facts.modules:
        if module.path.endswith(GUNICORN):
            for value in module.assigned.get("forwarded_allow_ips", ()):
                if "*" in (texts(facts, value, module) or ()):
                    yield hit(module, value, _BELIEVED)
    for place in facts.configuration.search(_OPTION):
        yield Hit(Place(place.path, place.line), _BELIEVED, place.path)
    yield from _read_by_hand(facts)


def _all_trusted(facts: Facts, call: Call, option: str) -> Iterator[Hit]:
    value = given(facts, call)[0].get(option)
    if value is not None and "*" in (texts(facts, *value) or ()):
        is_near = value[1] is call.scope
        yield hit(call.module, value[0], _BELIEVED) if is_near else hit_call(call, _BELIEVED)
        return
    # A default that is kept elsewhere, or handed over with other options.
    for origin in facts.origins.of_argument(call, option):
        if origin.value == "*":
            yield Hit(Place(origin.place.path, origin.place.line), _BELIEVED)


def _read_by_hand(facts: Facts) -> Iterator[Hit]:
    for module in facts.production:
        for function in module.functions.values():
            looped = _looped(facts, function)
            nodes = inside(function.node, ast.Call, ast.Compare, ast.Subscript)
            read = (each for each in nodes if _is_read(each, looped))
            node = next((each for each in read if not _leaves_out(facts, each, function)), None)
            if isinstance(node, ast.expr) and not _asks_who_sends(function):
                message = "The client's address is read from a header that any client can send."
                yield hit(module, node, message, function.symbol)
    for route in facts.routes:
        for parameter in route.parameters:
            if parameter.kind == "header" and parameter.name in _PARAMETERS:
                message = "The client's address is read from a header that any client can send."
                place = Place(route.module.path, parameter.line)
                yield Hit(place, message, route.function.symbol)


def _looped(facts: Facts, function: Function) -> set[str]:
    """Names that go through such headers: ``for name in ("X-Forwarded-For", "X-Real-IP")``."""
    loops: list[ast.For | ast.comprehension] = inside(function.node, ast.For, ast.comprehension)
    return {
        each.target.id
        for each in loops
        if isinstance(each.target, ast.Name)
        if any(text.lower() in _HEADERS for text in texts(facts, each.iter, function) or ())
    }


def _is_read(node: ast.AST, looped: set[str]) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=receiver, attr="get" | "getlist"), args=[first, *_]):
            pass
        case ast.Call(args=[receiver, first]):
            # A helper that looks through headers as they came.
            pass
        case ast.Subscript(slice=first, ctx=ast.Load()):
            receiver = node.value
        case ast.Compare(left=first, ops=[ast.In()], comparators=[receiver]):
            pass
        case _:
            return False
    if isinstance(first, ast.Name) and first.id in looped:
        return _is_of_request(receiver)
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str | bytes):
        return False
    written = first.value if isinstance(first.value, str) else first.value.decode("latin-1")
    name = written.lower()
    if name in _VARIABLES:
        return "environ" in (dotted(receiver) or "").lower()
    return name in _HEADERS and _is_of_request(receiver)


def _leaves_out(facts: Facts, node: ast.AST, function: Function) -> bool:
    """Whether a helper that is handed headers and a name does something else than to find it."""
    match node:
        case ast.Call(func=ast.Attribute(attr="get" | "getlist")):
            return False
        case ast.Call(func=called, args=[_, _]):
            helper = facts.index.function_of(called, function)
            if helper is not None and _finds(helper):
                return False
            # What does not show it says by its name what it does.
            named = words((dotted(called) or "").rpartition(".")[2])
            return not named or (named[0] not in _FINDS and named[-1] not in {"header", "headers"})
        case _:
            return False


def _finds(helper: Function) -> bool:
    """Whether a helper takes what goes by its second parameter, and does not pass it over."""
    wanted = set(helper.positional[1:2])
    wanted |= {
        name
        for name, values in helper.assigned.items()
        if any(mentions(each, wanted) for each in values)
    }
    passed = {
        test
        for each in walk(helper.node)
        if isinstance(each, ast.If) and isinstance(each.body[0], ast.Continue)
        for test in walk(each.test)
    }
    return any(_takes(each, wanted) for each in walk(helper.node) if each not in passed)


def _takes(node: ast.AST, wanted: set[str]) -> bool:
    match node:
        case ast.Compare(ops=[ast.Eq()]):
            return mentions(node, wanted)
        case ast.Subscript(slice=key, ctx=ast.Load()):
            return mentions(key, wanted)
        case ast.Call(func=ast.Attribute(attr="get" | "getlist"), args=[key, *_]):
            return mentions(key, wanted)
        case ast.Call(args=[ast.Name() | ast.Attribute(), key]):
            # Another helper, which is handed the same.
            return isinstance(key, ast.Name) and key.id in wanted
        case _:
            return False


def _is_of_request(node: ast.expr) -> bool:
    """Whether it is the headers of a request, and not of an answer or of a test."""
    name = (dotted(node) or "").lower()
    return "header" in name and "response" not in name


def _asks_who_sends(function: Function) -> bool:
    """Whether the sender of the header is looked at, or proxies are named in a setting."""
    for node in walk(function.node):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                if _TRUST.search(name):
                    return True
            case _:
                pass
    return _TRUST.search(function.name) is not None


RULE = Rule(
    id="SEC016",
    name="forwarded-headers-trusted",
    severity=Severity.P1,
    topic="security",
    seed="ASVS 15.3.4; CWE-348: use of less trusted source",
    what="`forwarded_allow_ips` or `--forwarded-allow-ips` of `*`, `ProxyHeadersMiddleware` that"
    " trusts `*`, and `X-Forwarded-For` or `X-Real-IP` of a request that code reads itself without"
    " looking at who sent it. Proxies that are named, and code that knows trusted ones, are left"
    " alone.",
    why="Any client writes an address of its choice there: it gets past limits by address, and logs"
    " name somebody else.",
    bad={
        "app/main.py": """from fastapi import FastAPI, Request

app = FastAPI()


@app.get("/")
async def read(request: Request) -> str:
    return request.headers.get("X-Forwarded-For", "")
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI, Request

app = FastAPI()


@app.get("/")
async def read(request: Request) -> str:
    return request.client.host if request.client else ""
"""
    },
    fix="Read `request.client.host`, and name the proxies in `--forwarded-allow-ips`.",
    check=check,
    formerly=("X007",),
)
