"""Settings of which nothing is checked at startup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import own_fields
from fastscaffold.audit.facts.requests.validators import checks_anything
from fastscaffold.audit.facts.settings.classes import settings_classes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

FEWEST = 3


def check(facts: Facts) -> Iterator[Hit]:
    """One finding for all settings, at the largest class."""
    classes = settings_classes(facts)
    if not classes or any(checks_anything(facts, each) for each in classes):
        return
    fields = {each: sum(1 for _ in own_fields(each)) for each in classes}
    largest = max(classes, key=lambda each: fields[each])
    if sum(fields.values()) >= FEWEST:
        yield hit_definition(largest, "No setting is checked beyond its plain type.")


RULE = Rule(
    id="CONF003",
    name="settings-validated",
    severity=Severity.P1,
    topic="configuration",
    seed="Configuration rule 3: validate at startup",
    what="Settings none of which has a validator, a constraint, or a type that checks, such as an"
    " enumeration, `Literal`, a DSN or a URL.",
    why="What is wrong in the environment shows at the first request that needs it, not at the"
    " deployment that brought it.",
    bad={
        "app/config.py": """from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    host: str = "localhost"
    port: int = 8000
    workers: int = 4
"""
    },
    good={
        "app/config.py": """from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    host: str = "localhost"
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = 4
"""
    },
    fix="Give what has bounds a constraint, and what has few values an enumeration or `Literal`.",
    check=check,
)
