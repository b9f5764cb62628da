"""Other origins that are all let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.checkpoints.cors import allowed, by_hand, is_left_out
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Each wildcard that reaches ``CORSMiddleware``, or a header of the project's own."""
    seen: set[tuple[str, int]] = set()
    for each in allowed(facts):
        if is_left_out(facts, each.middleware):
            continue
        for origin in each.anything:
            key = (origin.place.path, origin.place.line)
            if key in seen:
                continue
            seen.add(key)
            field = origin.field
            symbol = f"{field.owner.symbol}.{field.name}" if field is not None else ""
            text = "By default every origin" if origin.is_settings else "Every origin"
            yield Hit(origin.place, f"{text} may call the API from a browser.", symbol)
    for place in by_hand(facts):
        if (place.path, place.line) not in seen:
            seen.add((place.path, place.line))
            yield Hit(place, "Every origin may call the API from a browser.")


RULE = Rule(
    id="SEC004",
    name="cors-per-environment",
    severity=Severity.P0,
    topic="security",
    seed="CORS per environment",
    what="A `*`, or an expression that matches everything, that reaches `allow_origins` or"
    " `allow_origin_regex`, as a literal or as the default of a setting; and middleware of the"
    " project that sets `Access-Control-Allow-Origin` to `*`, or to whatever origin asks."
    " Middleware that only development adds is left alone, unless that is the default.",
    why="Any page that a user visits may then call the API, from within the user's network and,"
    " with credentials, as the user.",
    bad={
        "app/main.py": """from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"])
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    cors_origins: list[str] = []


settings = Settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
"""
    },
    fix="Take the origins from settings, with no origin as the default.",
    check=check,
)
