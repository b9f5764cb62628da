"""Redirects to where a request says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules._requests import OF_ONES_OWN, answered, hits, holds_to_hosts
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Each redirect whose host a request decides."""
    yield from hits(
        answered(facts, "RedirectResponse"),
        lambda each: facts.requested.beginning(each.text, each.frame, OF_ONES_OWN, holds_to_hosts),
        "decides where the client is sent",
    )


RULE = Rule(
    id="SEC031",
    name="redirects-from-requests",
    severity=Severity.P1,
    topic="security",
    seed="OWASP ASVS 5.0 3.7.2; CWE-601: open redirect",
    what="A `RedirectResponse` to an address of which a request decides the beginning, so that it"
    " leads to any host. Addresses with a path or a host in front, those that are compared with a"
    " list, and those whose beginning or host is looked at are left alone, and so are headers and"
    " cookies, which no link can make a visitor send.",
    why="A link to the site, which everybody trusts, leads to a copy of its login page elsewhere.",
    bad={
        "app/main.py": """from fastapi import FastAPI
from fastapi.responses import RedirectResponse

app = FastAPI()


@app.get("/continue")
def go_on(next: str = "/") -> RedirectResponse:
    return RedirectResponse(next)
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI
from fastapi.responses import RedirectResponse

app = FastAPI()
PAGES = {"home": "/", "orders": "/orders"}


@app.get("/continue")
def go_on(next: str = "home") -> RedirectResponse:
    return RedirectResponse(PAGES.get(next, "/"))
"""
    },
    fix="Redirect to pages of your own, by name, or to addresses of a list of those allowed.",
    check=check,
)
