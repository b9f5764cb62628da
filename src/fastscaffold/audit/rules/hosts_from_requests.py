"""Requests that the application makes to where a request says."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules._requests import given, hits, holds_to_hosts
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.rules._requests import Sink

_METHODS = ("delete", "get", "head", "options", "patch", "post", "put")
_CLIENTS = (
    *("httpx", "httpx.AsyncClient", "httpx.Client"),
    *("requests", "requests.Session", "requests.session", "requests.sessions.Session"),
    *("aiohttp.ClientSession", "aiohttp.client.ClientSession"),
)
_FIRST = (
    *(f"{client}.{method}" for client in _CLIENTS for method in _METHODS),
    *("aiohttp.ClientSession.ws_connect", "urllib.request.Request"),
    *("urllib.request.urlopen", "urllib.request.urlretrieve"),
)
_SECOND = (
    *(f"{client}.{method}" for client in _CLIENTS for method in ("request", "stream")),
    *("aiohttp.request", "urllib3.request", "urllib3.PoolManager.request"),
)

_TRANSPORTS = frozenset({"connector", "mounts", "transport"})


def check(facts: Facts) -> Iterator[Hit]:
    """Each address that is asked for, and whose host a request decides."""
    yield from hits(
        _addresses(facts),
        lambda each: facts.requested.beginning(each.text, each.frame, check=holds_to_hosts),
        "decides which host is asked",
    )


def _addresses(facts: Facts) -> Iterator[Sink]:
    for each in (*given(facts, _FIRST, "url"), *given(facts, _SECOND, "url", 1)):
        if not _is_held(facts, each):
            yield each
    yield from given(facts, ("httpx.AsyncClient", "httpx.Client"), "base_url", None)
    yield from given(facts, ("aiohttp.ClientSession",), "base_url")


def _is_held(facts: Facts, each: Sink) -> bool:
    """Whether a client has a transport of its own, which may ask some hosts only."""
    if not isinstance(each.at, ast.Call) or not isinstance(each.at.func, ast.Attribute):
        return False
    return any(
        isinstance(form.node, ast.Call)
        and any(keyword.arg in _TRANSPORTS for keyword in form.node.keywords)
        for form in facts.requested.forms(each.at.func.value, each.frame)
    )


RULE = Rule(
    id="SEC032",
    name="hosts-from-requests",
    severity=Severity.P1,
    topic="security",
    seed="OWASP API7:2023; OWASP ASVS 5.0 1.3.6; CWE-918: server-side request forgery",
    what="A request by `httpx`, `requests`, `aiohttp` or `urllib` to an address whose host another"
    " request decides. A path or a query behind a fixed host, addresses whose host is looked at or"
    " compared with a list, and clients with a transport of their own are left alone; that an"
    " address begins with `https://` says nothing of its host.",
    why="The application stands inside of the network: it reads the metadata of the cloud, with"
    " the keys in it, and whatever trusts its address.",
    bad={
        "app/main.py": """import httpx
from fastapi import FastAPI
from pydantic import BaseModel, HttpUrl

app = FastAPI()


class Preview(BaseModel):
    url: HttpUrl


@app.post("/previews")
async def preview(wanted: Preview) -> str:
    async with httpx.AsyncClient() as client:
        return (await client.get(str(wanted.url))).text
"""
    },
    good={
        "app/main.py": """import httpx
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, HttpUrl

app = FastAPI()
HOSTS = frozenset({"images.example.com"})


class Preview(BaseModel):
    url: HttpUrl


@app.post("/previews")
async def preview(wanted: Preview) -> str:
    if wanted.url.host not in HOSTS:
        raise HTTPException(422, "This host is not allowed.")
    async with httpx.AsyncClient() as client:
        return (await client.get(str(wanted.url))).text
"""
    },
    fix="Ask fixed hosts only, or compare the host with a list of those allowed.",
    check=check,
)
