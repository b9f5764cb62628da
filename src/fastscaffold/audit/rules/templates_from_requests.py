"""Templates whose source a request decides."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.followed import followed
from fastscaffold.audit.facts.running.handed import called
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Function
from fastscaffold.audit.rules._requests import Sink, hits, sink
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.modules import Scope

_TEMPLATES = (
    *("jinja2.Template", "jinja2.environment.Template", "jinja2.nativetypes.NativeTemplate"),
    *("mako.template.Template", "tornado.template.Template"),
)
_SANDBOXES = frozenset({"ImmutableSandboxedEnvironment", "SandboxedEnvironment"})
MAX_STEPS = 4
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
    kinds = list(_kinds(facts, function.value, call.scope, MAX_STEPS))
    if any(each.rpartition(".")[2] in _SANDBOXES for each in kinds):
        return False
    if kinds:
        return any(
            each.startswith("jinja2.") and each.rpartition(".")[2] in _ENVIRONMENTS
            for each in kinds
        )
    # That of `Jinja2Templates` has no other name.
    return isinstance(function.value, ast.Attribute) and function.value.attr == "env"


def _kinds(facts: Facts, node: ast.expr, scope: Scope, steps: int) -> Iterator[str]:
    """The classes that an environment may be of: where it is made, or given by callers."""
    for leaf, holder in followed(facts, node, scope) if steps else ():
        given = [
            (value, call.scope)
            for call in _callers(facts, leaf, holder)
            if (value := _given(call, leaf, holder)) is not None
        ]
        found = [each for value, outer in given for each in _kinds(facts, value, outer, steps - 1)]
        yield from found
        kind = None if found else facts.index.kind(leaf, holder)
        if kind is not None:
            yield kind


def _callers(facts: Facts, leaf: ast.expr, holder: Scope) -> list[Call]:
    if isinstance(leaf, ast.Name) and isinstance(holder, Function) and holder.takes(leaf.id):
        return facts.callers.of(holder)
    return []


def _given(call: Call, leaf: ast.expr, holder: Scope) -> ast.expr | None:
    if isinstance(leaf, ast.Name) and isinstance(holder, Function):
        return call.argument(leaf.id, holder.position(leaf.id))
    return None


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
