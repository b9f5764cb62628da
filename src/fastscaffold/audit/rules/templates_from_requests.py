"""Templates whose source a request decides."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.handed import called
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules._requests import Sink, hits, sink
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts

_TEMPLATES = (
    *("jinja2.Template", "jinja2.environment.Template", "jinja2.nativetypes.NativeTemplate"),
    *("mako.template.Template", "tornado.template.Template"),
)
_ENVIRONMENTS = frozenset({"Environment", "NativeEnvironment"})


def check(facts: Facts) -> Iterator[Hit]:
    """Each template that is made of text of a request."""
    yield from hits(
        _sources(facts),
        lambda each: facts.requested.part(each.text, each.frame),
        "becomes part of the source of a template",
    )


def _sources(facts: Facts) -> Iterator[Sink]:
    for call in called(facts, *_TEMPLATES, "*.from_string"):
        name = facts.index.origin(call)
        text = call.argument("source", 0) or call.argument("text", 0)
        is_template = not name.endswith(".from_string") or _of_jinja(facts, call)
        if text is not None and is_template:
            yield sink(call, text)


def _of_jinja(facts: Facts, call: Call) -> bool:
    """Whether an environment makes it, other than one that is a sandbox."""
    function = call.node.func
    if not isinstance(function, ast.Attribute):
        return False
    kind = facts.index.kind(function.value, call.scope)
    if kind is not None:
        return kind.startswith("jinja2.") and kind.rpartition(".")[2] in _ENVIRONMENTS
    # That of `Jinja2Templates` has no other name.
    return isinstance(function.value, ast.Attribute) and function.value.attr == "env"


RULE = Rule(
    id="SEC029",
    name="templates-from-requests",
    severity=Severity.P0,
    topic="security",
    seed="OWASP ASVS 5.0 1.3.7; CWE-1336: template injection",
    what="Text of a request that becomes part of the source of a template, in `Template(...)` or"
    " `Environment.from_string`. Values that a template is rendered with are left alone, and so is"
    " the sandbox of Jinja.",
    why="`{{ ''.__class__.__mro__ }}` is the beginning of a way to every class of the process, and"
    " from there to commands.",
    bad={
        "app/main.py": """from fastapi import FastAPI
from jinja2 import Template

app = FastAPI()


@app.get("/greeting")
def greet(name: str) -> str:
    return Template(f"Hello {name}").render()
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI
from jinja2 import Template

app = FastAPI()
GREETING = Template("Hello {{ name }}", autoescape=True)


@app.get("/greeting")
def greet(name: str) -> str:
    return GREETING.render(name=name)
"""
    },
    fix="Keep templates in files of the project, and give them what requests say as values.",
    check=check,
)
