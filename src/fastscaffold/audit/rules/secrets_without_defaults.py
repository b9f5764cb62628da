"""Secrets that have a default, so that an application without configuration starts."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.placeholders import refuses_placeholder
from fastscaffold.audit.facts.secrets import (
    constants,
    default_of,
    has_credentials,
    is_address_name,
    is_secret_name,
    secret_settings,
)
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Module
    from fastscaffold.audit.facts.secrets import Setting

_ADDRESS = re.compile(r"^[a-z][a-z0-9]*(\+[a-z0-9_]+)?://", re.IGNORECASE)
_READABLE = "`{}` has a default that anybody can read."
_ELSEWHERE = "`{}` has a default: without configuration everything is kept somewhere else."


def check(facts: Facts) -> Iterator[Hit]:
    """Defaults of settings, and those of calls that read the environment."""
    for setting in secret_settings(facts):
        private = setting.field.name.startswith("_")
        message = _problem(setting)
        if message is not None and not private and not _is_checked(facts, setting):
            place = Place(setting.field.module.path, setting.field.line)
            yield Hit(place, message, setting.symbol)
    for module in facts.production:
        for name, value in constants(module):
            message = _of_constant(facts, module, name, value)
            if message is not None:
                yield hit(module, value, message)


def _problem(setting: Setting) -> str | None:
    if setting.ships_a_secret:
        return _READABLE.format(setting.field.name)
    if is_address_name(setting.field.name) and _is_address(setting.default):
        return _ELSEWHERE.format(setting.field.name)
    return None


def _is_checked(facts: Facts, setting: Setting) -> bool:
    """Whether a validator refuses the default outside development, or its type may do so."""
    if refuses_placeholder(facts, setting):
        return True
    if setting.ships_a_secret:
        return False
    marks = facts.index.metadata(setting.field.annotation, setting.owner)
    return any(
        isinstance(mark, ast.Call) and facts.index.class_of(mark.func, scope) is not None
        for mark, scope in marks
    )


def _is_address(default: object) -> bool:
    return isinstance(default, str) and _ADDRESS.match(default) is not None


def _of_constant(facts: Facts, module: Module, name: str, value: ast.expr) -> str | None:
    if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
        default = facts.values.fold(value.values[-1], module)
    elif isinstance(value, ast.Call):
        default = default_of(facts, value, module)
    else:
        return None
    if not isinstance(default, str) or not default:
        return None
    if is_secret_name(name) or (is_address_name(name) and has_credentials(default)):
        return _READABLE.format(name)
    return _ELSEWHERE.format(name) if is_address_name(name) and _is_address(default) else None


RULE = Rule(
    id="CONF002",
    name="secrets-without-defaults",
    severity=Severity.P0,
    topic="configuration",
    seed="Configuration rule 2: fail fast, required fields have no defaults",
    what="Settings and constants that hold a secret, or the address of a database, and have a"
    " default that works. Empty defaults and placeholders that a validator refuses outside"
    " development are left alone.",
    why="An application that nobody configured starts, and serves everybody who has read its"
    " source, or keeps what it is told in a file that the next deployment drops.",
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
    database_url: SecretStr
"""
    },
    fix="Drop the default, so that the application does not start without the secret.",
    check=check,
)
