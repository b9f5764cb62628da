"""Any origin that may send requests with credentials."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.followed import texts
from fastscaffold.audit.facts.installed import Installed, installed
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit, hit_call
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function

_ALLOWED_ORIGIN = "access-control-allow-origin"
_ALLOWED_CREDENTIALS = "access-control-allow-credentials"
# Two origins that no list of one's own admits.
MAX_PATTERN = 200
_STRANGERS = ("https://evil.example", "https://a1.attacker.test:8443")


def check(facts: Facts) -> Iterator[Hit]:
    """Middleware with both, and headers that give each origin what it asks for."""
    for each in installed(facts):
        if each.name != "CORSMiddleware" or not _allows_credentials(facts, each):
            continue
        if _admits_all(facts, each):
            yield hit_call(each.call, "Any origin may send requests with credentials.")
    for module in facts.production:
        for function in module.functions.values():
            node = _echoed(function)
            if node is not None:
                message = "The origin that asks is allowed, whatever it is, with credentials."
                yield hit(module, node, message, function.symbol)


def _allows_credentials(facts: Facts, each: Installed) -> bool:
    given = each.options.get("allow_credentials")
    if given is not None:
        return facts.values.fold(*given) is True
    # It may come with others, as in ``**settings.model_dump()``.
    spread = facts.origins.of_argument(each.call, "allow_credentials")
    return any(one.value is True for one in spread)


def _admits_all(facts: Facts, each: Installed) -> bool:
    origins = each.options.get("allow_origins")
    if origins is not None:
        if "*" in (texts(facts, *origins) or ()):
            return True
        # As shipped, such as the default of a list that is read and split.
        if any(one.value == "*" for one in facts.origins.of(*origins)):
            return True
    elif any(one.value == "*" for one in facts.origins.of_argument(each.call, "allow_origins")):
        return True
    pattern = each.options.get("allow_origin_regex")
    if pattern is None:
        return False
    return any(_matches_strangers(text) for text in texts(facts, *pattern) or ())


def _matches_strangers(pattern: str) -> bool:
    # Patterns of strangers may take for ever: only short ones without repeated groups are tried.
    if len(pattern) > MAX_PATTERN or re.search(r"[*+}]\)?[*+{]", pattern):
        return False
    try:
        return all(re.fullmatch(pattern, origin) for origin in _STRANGERS)
    except (RecursionError, re.error):
        return False


def _echoed(function: Function) -> ast.expr | None:
    """Where a response is told to allow the request's own origin, with credentials."""
    nodes = list(inside(function.node))
    headers = {
        str(target.slice.value).lower(): (target, node.value)
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant)
    }
    if not {_ALLOWED_ORIGIN, _ALLOWED_CREDENTIALS} <= headers.keys():
        return None
    target, value = headers[_ALLOWED_ORIGIN]
    # A list of known origins has to be asked.
    if any(isinstance(node, ast.Compare) and _is_membership(node) for node in nodes):
        return None
    names = [value]
    if isinstance(value, ast.Name):
        names = function.assigned.get(value.id, [])
    return target if any(_is_origin(each) for each in names) else None


def _is_membership(node: ast.Compare) -> bool:
    return any(isinstance(operator, ast.In | ast.NotIn | ast.Eq) for operator in node.ops)


def _is_origin(node: ast.expr) -> bool:
    """Whether it reads the header ``Origin``."""
    match node:
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str() as name), *_]):
            return name.lower() == "origin"
        case ast.Subscript(slice=ast.Constant(value=str() as name)):
            return name.lower() == "origin"
        case ast.BoolOp():
            return any(_is_origin(each) for each in node.values)
        case _:
            return False


RULE = Rule(
    id="SEC015",
    name="cors-wildcard-with-credentials",
    severity=Severity.P0,
    topic="security",
    seed="ASVS 3.4.2; Fetch standard, CORS protocol and credentials",
    what="`CORSMiddleware` with `allow_credentials=True` and `*` among the origins, as shipped, or"
    " a pattern that any origin matches; and code that answers each `Origin` with itself and"
    " credentials. Credentials with named origins, and `*` without credentials, are left alone.",
    why="Starlette then names whatever origin asks: any page that a user visits acts with the"
    " user's cookies and reads the answers.",
    bad={
        "app/main.py": """from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware, allow_origins=["https://app.example.com"], allow_credentials=True
)
"""
    },
    fix="Name the origins that may send credentials, or allow none.",
    check=check,
    formerly=("X006",),
)
