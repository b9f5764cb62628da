"""Routes that make for themselves what they should be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.settings.classes import settings_classes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Class
from fastscaffold.audit.rules.base import Hit, Rule, hit_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts

_MAKERS = ("async_sessionmaker", "sessionmaker", "scoped_session")
_SESSIONS = frozenset(
    {
        "sqlalchemy.ext.asyncio.AsyncSession",
        "sqlalchemy.orm.Session",
        "sqlmodel.Session",
        "sqlmodel.ext.asyncio.session.AsyncSession",
    }
)


def check(facts: Facts) -> Iterator[Hit]:
    """Settings and sessions that are made in the body of a route, each accepted by itself."""
    settings = {each.symbol for each in settings_classes(facts)}
    for function in dict.fromkeys(route.function for route in facts.routes):
        for call in function.calls:
            what = _made(facts, call, settings)
            if what is not None:
                yield hit_call(call, f"`{function.name}` makes {what} itself.")


def _made(facts: Facts, call: Call, settings: set[str]) -> str | None:
    scope = call.function or call.module
    symbol = facts.index.symbol(call.node.func, scope)
    if symbol in settings and isinstance(facts.index.definition(symbol), Class):
        return "its settings"
    if symbol in _SESSIONS:
        return "a session"
    for value, holder in facts.index.values_of(symbol):
        kind = facts.index.called(getattr(value, "func", value), holder)
        if kind.rpartition(".")[2] in _MAKERS:
            return "a session"
    return None


_TOP = """from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session, sessionmaker

app = FastAPI()
SessionLocal = sessionmaker()


def get_session():
    with SessionLocal() as session:
        yield session


@app.get("/")
"""

RULE = Rule(
    id="ARCH003",
    name="dependencies-injected",
    severity=Severity.P2,
    topic="architecture",
    seed="Architecture rule 3: dependency injection everywhere, Depends() for testability",
    what="Routes that make a session or their settings in their own body. Each such call is a"
    " finding. Dependencies, services and what a module holds once are left alone.",
    why="`app.dependency_overrides` cannot reach it, so that a test of the route needs the real"
    " database and the real environment.",
    bad={
        "app/main.py": f"{_TOP}def read() -> int:\n    with SessionLocal() as session:\n"
        "        return count(session)\n"
    },
    good={
        "app/main.py": f"{_TOP}def read(session: Session = Depends(get_session)) -> int:\n"
        "    return count(session)\n"
    },
    fix="Take it as a parameter with `Depends`.",
    check=check,
)
