"""Secrets that have a default, so that an application without configuration starts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.secrets import (
    constants,
    default_of,
    has_credentials,
    is_address_name,
    is_secret_name,
    refuses_placeholder,
    secret_settings,
)
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Module


def check(facts: Facts) -> Iterator[Hit]:
    """Defaults of settings, and those of calls that read the environment."""
    for setting in secret_settings(facts):
        private = setting.field.name.startswith("_")
        if setting.ships_a_secret and not private and not refuses_placeholder(facts, setting):
            place = Place(setting.field.module.path, setting.field.line)
            message = f"`{setting.field.name}` has a default that anybody can read."
            yield Hit(place, message, setting.symbol)
    for module in facts.production:
        for name, value in constants(module):
            if _has_default(facts, module, name, value):
                yield hit(module, value, f"`{name}` has a default that anybody can read.")


def _has_default(facts: Facts, module: Module, name: str, value: ast.expr) -> bool:
    if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
        default = facts.values.fold(value.values[-1], module)
    elif isinstance(value, ast.Call):
        default = default_of(facts, value, module)
    else:
        return False
    if not isinstance(default, str) or not default:
        return False
    return is_secret_name(name) or (is_address_name(name) and has_credentials(default))


RULE = Rule(
    id="CONF002",
    name="secrets-without-defaults",
    severity=Severity.P0,
    topic="configuration",
    seed="Configuration rule 2: fail fast, required fields have no defaults",
    what="Settings and constants that hold a secret, or an address with a password, and have a"
    " default that works. Empty defaults, addresses without a password and placeholders that a"
    " validator refuses outside development are left alone.",
    why="An application that nobody configured starts, and serves everybody who has read its"
    " source.",
    bad={
        "app/config.py": """from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    jwt_secret: SecretStr = SecretStr("change-me-in-production")
"""
    },
    good={
        "app/config.py": """from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    jwt_secret: SecretStr
    database_url: SecretStr = SecretStr("sqlite:///app.db")
"""
    },
    fix="Drop the default, so that the application does not start without the secret.",
    check=check,
)
