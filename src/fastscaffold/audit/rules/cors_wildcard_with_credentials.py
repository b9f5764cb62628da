"""Any origin that may send requests with credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.followed import texts
from fastscaffold.audit.facts.routing.cors_headers import echoed, matches_strangers
from fastscaffold.audit.facts.routing.installed import Installed, installed
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit, hit_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Middleware with both, and headers that give each origin what it asks for."""
    for each in installed(facts):
        if each.name != "CORSMiddleware" or not _allows_credentials(facts, each):
            continue
        if _admits_all(facts, each):
            yield hit_call(each.call, "Any origin may send requests with credentials.")
    for module in facts.production:
        for function in module.functions.values():
            node = echoed(function, with_credentials=True)
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
    return any(matches_strangers(text) for text in texts(facts, *pattern) or ())


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
