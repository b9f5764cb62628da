"""Pages into which text of a request is put as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.handed import called
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules._requests import Sink, answered, hits, sink
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.requests.sent import Part

_RESPONSES = (
    *("fastapi.Response", "fastapi.responses.Response"),
    *("starlette.responses.Response", "starlette.responses.StreamingResponse"),
)

# What no link and no form of another site sends.
_UNLINKED: frozenset[Part] = frozenset({"body", "cookie", "header"})


def check(facts: Facts) -> Iterator[Hit]:
    """Each page with text of a request in it."""
    yield from hits(
        (*answered(facts, "HTMLResponse"), *_told_by_type(facts)),
        lambda each: facts.requested.part(each.text, each.frame, _UNLINKED),
        "becomes part of a page, unescaped",
    )


def _told_by_type(facts: Facts) -> Iterator[Sink]:
    for call in called(facts, *_RESPONSES):
        text = call.argument("content", 0)
        kind = facts.values.text(call.argument("media_type", 3), call.scope) or ""
        if text is not None and kind.startswith("text/html"):
            yield sink(call, text)


RULE = Rule(
    id="SEC030",
    name="html-from-requests",
    severity=Severity.P1,
    topic="security",
    seed="OWASP ASVS 5.0 1.2.1; CWE-79: cross-site scripting",
    what="An `HTMLResponse`, or another response of `text/html`, with text of a request in it."
    " `html.escape`, `markupsafe.escape`, templates, numbers and enumerations are left alone, and"
    " so are headers and cookies, which no link can make a visitor send.",
    why="A link to the page carries `<script>` in it, which runs for whoever follows the link, as"
    " the visitor who is logged in.",
    bad={
        "app/main.py": """from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()


@app.get("/search")
def search(q: str) -> HTMLResponse:
    return HTMLResponse(f"<h1>Results for {q}</h1>")
"""
    },
    good={
        "app/main.py": """from html import escape

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()


@app.get("/search")
def search(q: str) -> HTMLResponse:
    return HTMLResponse(f"<h1>Results for {escape(q)}</h1>")
"""
    },
    fix="Render a template with autoescape, or escape what requests say.",
    check=check,
)
