"""Settings with a few legal values that are typed as any text."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.classes import own_fields
from fastscaffold.audit.facts.requests.validators import is_validated
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.settings.classes import settings_classes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.classes import Field

_ENVIRONMENTS = frozenset({"env", "environment"})
_LEADING = frozenset({"app", "application", "current", "deploy", "deployment", "fastapi", "run"})
_ALGORITHMS = frozenset({"auth", "hash", "hashing", "jwt", "signing", "token"})


def check(facts: Facts) -> Iterator[Hit]:
    """The environment, the level of the log and the algorithm as a plain ``str``."""
    for settings in settings_classes(facts):
        for field in own_fields(settings):
            if _is_choice(field.name) and _is_any_text(facts, field):
                place = Place(settings.module.path, field.line)
                message = f"`{field.name}` has a few legal values and is typed `str`."
                yield Hit(place, message, f"{settings.symbol}.{field.name}")


def _is_choice(name: str) -> bool:
    parts = words(name)
    if not parts:
        return False
    before = set(parts[:-1])
    if parts[-1] in _ENVIRONMENTS:
        return before <= _LEADING
    if parts[-1] == "algorithm":
        return before <= _ALGORITHMS
    return parts[-2:] in (["log", "level"], ["logging", "level"]) and len(parts) == 2  # noqa: PLR2004


def _is_any_text(facts: Facts, field: Field) -> bool:
    kinds = facts.index.typed(field.annotation, field.owner)
    symbols = {facts.index.symbol(each, scope) for each, scope in kinds}
    if isinstance(field.annotation, ast.Subscript) and "Final" in unparsed(field.annotation):
        return False
    # One of all fields does not know the values of this one.
    return symbols == {"str"} and not is_validated(facts, field, by_name=True)


RULE = Rule(
    id="CONF005",
    name="settings-name-their-choices",
    severity=Severity.P2,
    topic="configuration",
    seed="Configuration rule 5: type everything, enums and Literal for structured values",
    what="Fields of settings for the environment, the level of the log and the algorithm of tokens"
    " that are a plain `str` without a validator or constraint.",
    why="A misspelled environment is one that no comparison knows, so that production runs with"
    " what was meant for development.",
    bad={
        "app/config.py": """from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    environment: str = "production"
"""
    },
    good={
        "app/config.py": """from typing import Literal

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    environment: Literal["development", "production"] = "production"
"""
    },
    fix="Type it as an enumeration, or as a `Literal` of its values.",
    check=check,
)
