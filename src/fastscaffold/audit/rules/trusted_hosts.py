"""Requests that are answered whatever host they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.followed import texts
from fastscaffold.audit.facts.routing.installed import installed
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.installed import Installed

_NAME = "TrustedHost"
_LIBRARIES = ("starlette.", "fastapi.")
_OPTIONS = frozenset({"allowed_hosts", "app", "middleware_class", "www_redirect"})


def check(facts: Facts) -> Iterator[Hit]:
    """Middleware that admits every host; once, at the application, where there is none."""
    found = [each for each in installed(facts) if _NAME in each.name]
    for each in found:
        if each.symbol.startswith(_LIBRARIES):
            problem = _problem(facts, each)
            if problem is not None:
                yield hit_call(each.call, problem)
    if found or not facts.routes or next(facts.calls(f"*.{_NAME}Middleware"), None) is not None:
        return
    app = next((app for app in facts.apps if not app.parents), None)
    if app is not None:
        yield hit_call(app.call, "Nothing looks at which host a request is for.")


def _problem(facts: Facts, each: Installed) -> str | None:
    wrong = sorted(each.options.keys() - _OPTIONS)
    if wrong:
        return f"`TrustedHostMiddleware` has no argument `{wrong[0]}`."
    hosts = each.options.get("allowed_hosts")
    if hosts is None:
        is_default = each.is_complete and len(each.call.node.args) <= 1
        return "`TrustedHostMiddleware` without hosts admits all." if is_default else None
    if "*" in (texts(facts, *hosts) or ()):
        return "`TrustedHostMiddleware` admits all hosts, as shipped."
    return None


RULE = Rule(
    id="SEC021",
    name="trusted-hosts",
    severity=Severity.P1,
    topic="security",
    seed="OWASP WSTG, testing for Host header injection",
    what="An application with routes and without `TrustedHostMiddleware`, told once; and one with"
    " it that admits `*`, as shipped, that names no hosts or that has a wrong keyword. A"
    " middleware of the project's own with such a name is trusted.",
    why="Links, redirects and caches are built from the Host header, which the client chooses.",
    bad={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def read() -> str:
    return ""
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI
from fastapi.middleware.trustedhost import TrustedHostMiddleware

app = FastAPI()
app.add_middleware(TrustedHostMiddleware, allowed_hosts=["api.example.com"])


@app.get("/")
async def read() -> str:
    return ""
"""
    },
    fix="Add `TrustedHostMiddleware` with the hosts of the deployment, from settings.",
    check=check,
    command="fastscaffold add trusted-hosts",
    formerly=("X012",),
)
