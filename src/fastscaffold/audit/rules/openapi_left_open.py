"""Documentation that is switched off while its schema is served."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Rewrite, UncertainError, makes
from fastscaffold.audit.facts.access.guards import guards
from fastscaffold.audit.facts.origins.followed import given, may_be_none
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.nodes import is_none
from fastscaffold.audit.rules.base import Hit, Rule, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Router
    from fastscaffold.audit.facts.origins.followed import Placed

_PAGES = ("*.get_swagger_ui_html", "*.get_redoc_html", "*.get_openapi")


def check(facts: Facts) -> Iterator[Hit]:
    """Applications without pages, at times or always, but with ``/openapi.json``."""
    pages = list(facts.calls(*_PAGES))
    if pages and not _are_guarded(facts, pages):
        # Pages of its own need the schema.
        return
    message = "The pages of documentation are switched off, but `/openapi.json` is served."
    if pages:
        message = "The pages of documentation ask who is there, `/openapi.json` asks nobody."
    for app in facts.apps:
        value = _switched_off(facts, app, is_guarded=bool(pages))
        if value is not None:
            yield hit(app.call.module, value, message, app.key)


def _are_guarded(facts: Facts, pages: list[Call]) -> bool:
    """Whether routes make all of them that let nobody pass who brings no credentials."""
    routes = {each.function: each for each in facts.routes}
    made = [routes.get(each.function) if each.function is not None else None for each in pages]
    return all(each is not None and bool(guards(facts, each)) for each in made)


def _switched_off(facts: Facts, app: Router, *, is_guarded: bool) -> ast.expr | None:
    """The argument that switches the pages off, where the schema stays."""
    arguments, complete = given(facts, app.call)
    if not complete or not _is_served(facts, arguments.get("openapi_url"), is_guarded=is_guarded):
        return None
    docs, redoc = arguments.get("docs_url"), arguments.get("redoc_url")
    if docs is None or not may_be_none(facts, docs):
        return None
    if redoc is None:
        # Without pages of one kind only the other kind may be what is wanted.
        if isinstance(docs[0], ast.Constant):
            return None
    elif not may_be_none(facts, redoc):
        return None
    if _is_set_later(app):
        return None
    return docs[0] if docs[1] is app.call.scope else app.call.node


def _is_served(facts: Facts, path: Placed | None, *, is_guarded: bool) -> bool:
    """Whether the schema is served: where a path is named for it, only pages tell of a guard."""
    return path is None or (is_guarded and bool(facts.values.text(*path)))


def _is_set_later(app: Router) -> bool:
    name = app.key.rpartition(".")[2]
    module = app.call.module
    maker = app.call.function
    assigned = {**module.assigned, **(maker.assigned if maker is not None else {})}
    return f"{name}.openapi_url" in assigned


def cure(facts: Facts, found: Hit) -> Remedy:
    """Switch the schema off where both pages are, under the condition that is written there."""
    app = next((each for each in facts.apps if _is_about(each, found)), None)
    if app is None:
        raise UncertainError("The application is not made here.")
    if next(facts.calls(*_PAGES), None) is not None:
        raise UncertainError("Pages of its own may need the schema.")
    docs, redoc = app.call.argument("docs_url"), app.call.argument("redoc_url")
    if docs is None or not _is_switch(docs):
        raise UncertainError("What switches the pages off is decided elsewhere.")
    is_same = redoc is not None and ast.dump(_condition(docs)) == ast.dump(_condition(redoc))
    if not is_same or not _is_switch(redoc):
        raise UncertainError("The pages are not switched off under one condition.")
    make = makes.keyword_like("openapi_url", ("docs_url", "redoc_url"), '"/openapi.json"')
    return Remedy((Rewrite(app.call.module.path, app.call.node, make),))


def _is_about(app: Router, found: Hit) -> bool:
    return found.node in {app.call.node, app.call.argument("docs_url")}


def _is_switch(node: ast.expr | None) -> bool:
    """Whether it is None, or a path and None under a condition."""
    if not isinstance(node, ast.IfExp):
        return is_none(node)
    return is_none(node.body) != is_none(node.orelse) and all(
        isinstance(each, ast.Constant) for each in (node.body, node.orelse)
    )


def _condition(node: ast.expr) -> ast.AST:
    """When it is None: a test and on which side of it; always for None itself."""
    if not isinstance(node, ast.IfExp):
        return ast.Constant(value=None)
    return node.test if is_none(node.body) else ast.UnaryOp(op=ast.Not(), operand=node.test)


RULE = Rule(
    id="SEC020",
    name="openapi-left-open",
    severity=Severity.P1,
    topic="security",
    seed="ASVS 13.4.5: documentation and monitoring endpoints are not exposed",
    what="`FastAPI(docs_url=None, redoc_url=None)`, always or under a condition, without"
    " `openapi_url`. Applications that serve pages of their own are left alone, unless all of these"
    " ask for credentials, and so are those that keep one of both pages.",
    why="The schema tells everything that the pages told, to everybody who asks for it.",
    bad={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI(docs_url=None, redoc_url=None)
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
"""
    },
    fix="Pass `openapi_url=None` under the same condition: the pages go with it.",
    check=check,
    cure=Cure(
        "Adds `openapi_url`, off where `docs_url` and `redoc_url` are both off, under a condition"
        " that stands in the call.",
        cure,
    ),
    formerly=("X011",),
)
