"""Applications that take plain HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.checkpoints.https import judge
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Rule, hit_call
from fastscaffold.audit.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.rules.base import Hit


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project, at its first application."""
    if facts.apps and facts.routes and judge(facts).verdict is Verdict.NOT_MET:
        yield hit_call(facts.apps[0].call, "Nothing redirects plain HTTP, or refuses it.")


_MAIN = """from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def read() -> str:
    return ""
"""

RULE = Rule(
    id="SEC006",
    name="https-enforced",
    severity=Severity.P0,
    topic="security",
    seed="HTTPS enforced (redirect)",
    what="An application with routes, whose middleware and shipped proxies (nginx, Caddy,"
    " Traefik, Ingress) neither redirect plain HTTP nor refuse it. Where a platform may end TLS"
    " (`fly.toml`, `Procfile` and their kin), nothing is said.",
    why="What is sent over plain HTTP, passwords and tokens too, is read by everybody on the way.",
    bad={"app/main.py": _MAIN},
    good={
        "app/main.py": _MAIN.replace(
            "app = FastAPI()\n",
            "app = FastAPI()\napp.add_middleware(HTTPSRedirectMiddleware)\n",
        ).replace(
            "import FastAPI\n",
            "import FastAPI\n"
            "from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware\n",
        )
    },
    fix="Redirect to HTTPS in the proxy or in middleware, or refuse plain HTTP.",
    command="fastscaffold add https",
    check=check,
)
