"""Decisions about access that trust the path of a URL."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Rewrite, UncertainError, makes
from fastscaffold.audit.facts.running.reach import Reach
from fastscaffold.audit.facts.tokens.jwt_calls import DECODERS
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Class, dotted, last_called
from fastscaffold.audit.rules.base import Hit, Rule, hit
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

_REFUSALS = frozenset({401, 403, 429})
_NAMES = ("HTTP_401_UNAUTHORIZED", "HTTP_403_FORBIDDEN", "HTTP_429_TOO_MANY_REQUESTS")
_MEMBERS = ("UNAUTHORIZED", "FORBIDDEN", "TOO_MANY_REQUESTS")
_CONNECTIONS = frozenset({"HTTPConnection", "Request", "WebSocket"})
_TESTS = frozenset({"startswith", "endswith", "match", "fullmatch", "search", "enforce"})
_REFUSING = re.compile(r"(?i)auth|permission|forbidden|denied|credential")
_CREDENTIALS = frozenset({"authorization", "x-api-key"})


def check(facts: Facts) -> Iterator[Hit]:
    """Functions that look at ``request.url.path`` and refuse access, or let it pass."""
    reach = Reach(facts)
    for module in facts.production:
        for function in module.functions.values():
            node = _tested_path(function)
            if node is not None and _guards(reach, function):
                message = "Access is decided by `request.url.path`, which the Host header shapes."
                yield hit(module, node, message, function.symbol)


def _tested_path(function: Function) -> ast.expr | None:
    """Where a condition looks at the path of the URL."""
    for node in inside(function.node, ast.Call, ast.Compare):
        match node:
            case ast.Compare():
                parts = (node.left, *node.comparators)
            case ast.Call(func=ast.Attribute(attr=name, value=receiver)) if name in _TESTS:
                parts = (*node.args, receiver)
            case _:
                continue
        if any(_is_path(each, function) for each in parts):
            return node
    return None


def _is_path(node: ast.expr, function: Function, steps: int = 4) -> bool:
    """Whether it is ``….url.path``, or a name that is given it."""
    if steps == 0:
        return False
    if isinstance(node, ast.Name):
        values = function.assigned.get(node.id, [])
        return any(_is_path(each, function, steps - 1) for each in values)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        is_kept = node.func.attr in {"lower", "rstrip", "strip"}
        return is_kept and _is_path(node.func.value, function, steps - 1)
    return (dotted(node) or "").endswith((".url.path", ".base_url.path")) or _is_of_scope(node)


def _is_of_scope(node: ast.expr) -> bool:
    """Whether a request is made for it, as where nothing but the scope is given."""
    match node:
        case ast.Attribute(attr="path", value=ast.Attribute(attr="url", value=ast.Call() as made)):
            return last_called(made) in _CONNECTIONS
        case _:
            return False


def _guards(reach: Reach, function: Function) -> bool:
    """Whether it, or what it calls, refuses access or reads who asks."""
    functions = reach.of(function)
    if any(origin in DECODERS for _, origin in reach.calls(functions)):
        return True
    return any(
        _refuses(node) or _raises_refusal(reach.facts, node, each)
        for each in functions[:40]
        for node in walk(each.node)
    )


def _raises_refusal(facts: Facts, node: ast.AST, function: Function) -> bool:
    """Whether it raises an error of the project's own whose status says no."""
    if not isinstance(node, ast.Raise) or node.exc is None:
        return False
    made = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    if _REFUSING.search((facts.index.symbol(made, function) or "").rpartition(".")[2]):
        return True
    for symbol in facts.index.ancestors(facts.index.symbol(made, function) or ""):
        definition = facts.index.definition(symbol)
        if isinstance(definition, Class):
            for name in ("status", "status_code", "code"):
                for value in definition.assigned.get(name, []):
                    return facts.values.fold(value, definition.module) in _REFUSALS
    return False


def _refuses(node: ast.AST) -> bool:
    match node:
        case ast.keyword(arg="status_code", value=ast.Constant(value=int() as status)):
            return status in _REFUSALS
        case ast.Call(args=[ast.Constant(value=int() as status), *_]):
            return status in _REFUSALS and "HTTPException" in (dotted(node.func) or "")
        case ast.Call(args=[_, ast.Constant(value=int() as status), *_]):
            return status in _REFUSALS and (last_called(node) or "").endswith("Response")
        case ast.Attribute(attr=name):
            return name in _NAMES or name in _MEMBERS
        case ast.Name(id=name):
            return name in _NAMES
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str() as name), *_]):
            return name.lower() in _CREDENTIALS
        case ast.Subscript(slice=ast.Constant(value=str() as name)):
            return name.lower() in _CREDENTIALS
        case _:
            return False


def cure(facts: Facts, found: Hit) -> Remedy:
    """Read the path that is routed, wherever the function reads the one of the URL."""
    if len(facts.apps) > 1 or any(
        "root_path" in line for module in facts.production for line in module.lines
    ):
        raise UncertainError("With a root path, or below another application, both paths differ.")
    function = next(
        each
        for module in facts.production
        if module.path == found.place.path
        for each in module.functions.values()
        if each.symbol == found.symbol
    )
    paths = [
        (node, name)
        for node in inside(function.node)
        if isinstance(node, ast.Attribute)
        and (name := dotted(node) or "").endswith(".url.path")
        and not name.endswith(".base_url.path")
    ]
    if not paths:
        raise UncertainError("The path is not read here.")
    return Remedy(
        tuple(
            Rewrite(
                found.place.path,
                node,
                makes.expression(f'{name.removesuffix(".url.path")}.scope["path"]'),
            )
            for node, name in paths
        )
    )


RULE = Rule(
    id="SEC019",
    name="path-in-security-decision",
    severity=Severity.P0,
    topic="security",
    seed="CVE-2026-48710: request.url is built from the Host header",
    what="A condition on `request.url.path` in a function that, with all it calls, refuses with"
    " 401, 403 or 429, reads credentials or decodes a token. Paths that are logged or counted are"
    ' left alone, and so is `request.scope["path"]`. An old version of Starlette alone is no'
    " finding: without such a condition nothing follows from it.",
    why="A Host header with a slash and a question mark puts another path into the URL than the"
    " one that is routed: what is protected looks like what is public.",
    bad={
        "app/main.py": """from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()


@app.middleware("http")
async def authenticate(request: Request, call_next):
    if request.url.path in {"/health", "/login"}:
        return await call_next(request)
    if "Authorization" not in request.headers:
        return JSONResponse({}, status_code=401)
    return await call_next(request)
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()


@app.middleware("http")
async def authenticate(request: Request, call_next):
    if request.scope["path"] in {"/health", "/login"}:
        return await call_next(request)
    if "Authorization" not in request.headers:
        return JSONResponse({}, status_code=401)
    return await call_next(request)
"""
    },
    fix='Decide in dependencies of the routes, or by `request.scope["path"]`.',
    check=check,
    cure=Cure(
        'Writes `request.scope["path"]` for `request.url.path` throughout the function, in'
        " projects with one application and no root path.",
        cure,
    ),
    formerly=("X010",),
)
