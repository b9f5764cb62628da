"""WebSockets that are opened before it is known for whom, or from where."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.reach import Reach
from fastscaffold.audit.facts.tokens.jwt_calls import DECODERS
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import dotted
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function, Route

_AUTHENTICATES = re.compile(
    r"(?i)auth|token|jwt|credential|api_?key|ticket|current_(user|login|account)|logged_?in"
    r"|permission|verify_user|get_user|require_|(load|read|get|check)_session|whoami|identity"
)
_READS = re.compile(r"(?i)authorization|token|cookie|api[_-]?key|ticket|^sec-websocket-protocol$")
_ORIGIN = re.compile(r"(?i)^(sec-websocket-)?origin$|\borigins?\b|allowed_origin")


def check(facts: Facts) -> Iterator[Hit]:
    """Routes of WebSockets, in projects that know who asks."""
    if not _knows_users(facts):
        return
    reach = Reach(facts)
    seen: set[Function] = set()
    has_origin_middleware = any(
        _ORIGIN.search(name) and "CORS" not in name for name in _class_names(facts)
    )
    for route in facts.routes:
        if not route.is_websocket or route.function in seen:
            continue
        seen.add(route.function)
        functions = reach.of_route(route)
        if not _authenticates(route, reach, functions):
            yield hit_definition(route.function, "The WebSocket is opened for anybody.")
        elif _accepts_first(route):
            message = "The WebSocket is accepted before it is known who opens it."
            yield hit_definition(route.function, message)
        elif not has_origin_middleware and not _checks_origin(functions):
            message = "Pages of any origin may open the WebSocket: nothing looks at Origin."
            yield hit_definition(route.function, message)


def _knows_users(facts: Facts) -> bool:
    """Whether anything asks who sends a request."""
    if next(facts.calls(*DECODERS), None) is not None:
        return True
    return any(
        each.is_security or "fastapi.security" in each.symbol
        for route in facts.routes
        for each in route.dependencies
    )


def _class_names(facts: Facts) -> Iterator[str]:
    for module in facts.production:
        yield from (each.name for each in module.classes.values())


def _authenticates(route: Route, reach: Reach, functions: list[Function]) -> bool:
    for dependency in route.dependencies:
        if dependency.is_security or _AUTHENTICATES.search(dependency.symbol.rpartition(".")[2]):
            return True
    for call, origin in reach.calls(functions):
        if origin in DECODERS or _AUTHENTICATES.search(_called(call.node)):
            return True
    return any(_reads_credentials(node) for each in functions for node in walk(each.node))


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _reads_credentials(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str() as name), *_]):
            return _READS.search(name) is not None
        case ast.Subscript(slice=ast.Constant(value=str() as name)):
            return _READS.search(name) is not None
        case _:
            return False


def _accepts_first(route: Route) -> bool:
    """Whether the endpoint accepts, and only then looks at what it was sent with the request.

    A token in the first message is looked at when there is a message, which is another protocol.
    """
    accepted = False
    for node in inside(route.function.node):
        if not isinstance(node, ast.Call):
            continue
        name = _called(node)
        if name == "accept":
            accepted = True
        elif name.startswith(("receive", "iter_")):
            return False
        elif accepted and _AUTHENTICATES.search(name) and _decides(route, node):
            return True
    return False


def _decides(route: Route, node: ast.Call) -> bool:
    """Whether a call is about what came with the request: a parameter, a header or a cookie."""
    names = {parameter.name for parameter in route.parameters}
    for argument in arguments_of(node):
        for each in walk(argument):
            if isinstance(each, ast.Name) and (
                _AUTHENTICATES.search(each.id) or (each.id in names and "socket" in each.id)
            ):
                return True
            if (dotted(each) or "").endswith((".headers", ".cookies", ".query_params")):
                return True
    return False


def _checks_origin(functions: list[Function]) -> bool:
    for function in functions:
        if re.search(r"(?i)origin", function.name):
            return True
        for node in walk(function.node):
            match node:
                case ast.Constant(value=str() as text) if text.lower() == "origin":
                    return True
                case ast.Constant(value=bytes() as raw) if raw.lower() == b"origin":
                    return True
                case ast.arg(arg="origin") | ast.Attribute(attr="origin"):
                    return True
                case _:
                    pass
    return False


RULE = Rule(
    id="SEC017",
    name="websocket-authentication",
    severity=Severity.P0,
    topic="security",
    seed="ASVS 4.4.2 and 4.4.3: the Origin header, and tokens of their own, of WebSockets",
    what="In projects that know users: a WebSocket whose endpoint, dependencies and all they call"
    " look at no credentials; one that is accepted before those are looked at that came with the"
    " request; and one for which nothing looks at `Origin`. A token in the first message counts.",
    why="Whoever connects gets the stream; and where only the browser's cookie decides, any page"
    " that a user visits opens it in the user's name. What is accepted already costs memory.",
    bad={
        "app/main.py": """from fastapi import Depends, FastAPI, WebSocket
from fastapi.security import OAuth2PasswordBearer

app = FastAPI()
bearer = OAuth2PasswordBearer("/login")


@app.get("/me")
async def me(token: str = Depends(bearer)) -> str:
    return token


@app.websocket("/ws/{client_id}")
async def stream(websocket: WebSocket, client_id: int) -> None:
    await websocket.accept()
    await websocket.send_text(str(client_id))
"""
    },
    good={
        "app/main.py": """from fastapi import Depends, FastAPI, WebSocket, WebSocketException
from fastapi.security import OAuth2PasswordBearer

from app.tokens import read_token

app = FastAPI()
bearer = OAuth2PasswordBearer("/login")


@app.get("/me")
async def me(token: str = Depends(bearer)) -> str:
    return token


async def check_origin(websocket: WebSocket) -> None:
    if websocket.headers.get("Origin") not in {None, "https://app.example.com"}:
        raise WebSocketException(1008)


@app.websocket("/ws", dependencies=[Depends(check_origin)])
async def stream(websocket: WebSocket, user: str = Depends(read_token)) -> None:
    await websocket.accept()
    await websocket.send_text(user)
""",
        "app/tokens.py": "async def read_token(authorization: str) -> str:\n    return '1'\n",
    },
    fix="Look at the token and at `Origin` in dependencies, before the WebSocket is accepted.",
    check=check,
    formerly=("X008",),
)
