"""Responses without the headers that browsers are told by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.routing.headers import FRAMES, HSTS, POLICY, given_headers
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Rule, hit_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.rules.base import Hit


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project, at its first application."""
    if not facts.apps or not facts.routes:
        return
    found = given_headers(facts)
    missing = [] if HSTS in found else ["Strict-Transport-Security"]
    if POLICY not in found and FRAMES not in found:
        missing.append("Content-Security-Policy or X-Frame-Options")
    if missing:
        yield hit_call(facts.apps[0].call, f"Responses lack {' and '.join(missing)}.")


_GOOD = """from fastapi import FastAPI, Request, Response
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint


class SecurityHeaders(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
        response.headers["X-Frame-Options"] = "DENY"
        return response


app = FastAPI()
app.add_middleware(SecurityHeaders)


@app.get("/")
def read() -> str:
    return ""
"""

RULE = Rule(
    id="SEC007",
    name="security-headers",
    severity=Severity.P1,
    topic="security",
    seed="Security headers HSTS/CSP/X-Frame",
    what="An application with routes, none of whose middleware, libraries (`secure`, `secweb`)"
    " or proxies sets `Strict-Transport-Security`, and one of `Content-Security-Policy` and"
    " `X-Frame-Options`.",
    why="Browsers then try plain HTTP first, and let other pages frame the responses.",
    bad={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def read() -> str:
    return ""
"""
    },
    good={"app/main.py": _GOOD},
    fix="Set the headers in middleware, on every response.",
    check=check,
    command="fastscaffold add security-headers",
)
