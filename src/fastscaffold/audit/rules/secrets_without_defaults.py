"""Secrets that have a default, so that an application without configuration starts."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.secrets.address_names import is_address_name
from fastscaffold.audit.facts.secrets.address_texts import has_credentials
from fastscaffold.audit.facts.secrets.defaults import default_secrets
from fastscaffold.audit.facts.secrets.names import (
    holds_name,
    is_secret_name,
    leads_elsewhere,
    stands_for_no_key,
)
from fastscaffold.audit.facts.secrets.placeholders import refuses_placeholder
from fastscaffold.audit.facts.secrets.raw import raw_secrets
from fastscaffold.audit.facts.secrets.secrets import constants, default_of, secret_settings
from fastscaffold.audit.facts.settings.declared_entries import plain_entries
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import dotted, last_called
from fastscaffold.audit.rules.base import Hit, Rule, hit, hit_call
from fastscaffold.audit.values import SECRET_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.secrets.secrets import Setting
    from fastscaffold.audit.modules import Scope

_ADDRESS = re.compile(r"^(?!https?:)[a-z][a-z0-9]*(\+[a-z0-9_]+)?://", re.IGNORECASE)
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
    seen: set[Place] = set()
    told = (*_of_constants(facts), *_of_reads(facts), *_of_parameters(facts), *_of_entries(facts))
    for found in told:
        if found.place not in seen:
            seen.add(found.place)
            yield found


def _of_constants(facts: Facts) -> Iterator[Hit]:
    for module in facts.production:
        for name, value in constants(module):
            message = _of_constant(facts, module, name, value)
            if message is not None:
                yield hit(module, value, message)


def _of_reads(facts: Facts) -> Iterator[Hit]:
    for secret in raw_secrets(facts):
        if secret.ships_a_secret:
            yield hit(secret.module, secret.node, _READABLE.format(secret.name))
        elif secret.is_address and _is_address(secret.default):
            yield hit(secret.module, secret.node, _ELSEWHERE.format(secret.name))


def _of_entries(facts: Facts) -> Iterator[Hit]:
    for entry in plain_entries(facts):
        if entry.ships_a_secret:
            yield hit_call(entry.call, _READABLE.format(entry.name))


def _of_parameters(facts: Facts) -> Iterator[Hit]:
    """What settings are made with that say in a constructor what they hold."""
    for secret in default_secrets(facts):
        if secret.is_setting:
            yield Hit(secret.place, _READABLE.format(secret.name))


def _problem(setting: Setting) -> str | None:
    if setting.ships_a_secret:
        return _READABLE.format(setting.field.name)
    if setting.is_address and (_is_address(setting.default) or _is_put_together(setting)):
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


def _is_put_together(setting: Setting) -> bool:
    """Whether the default is the address of a file whose folder only the machine knows."""
    value = setting.field.value
    if isinstance(value, ast.Call) and last_called(value) == "Field":
        named = (each.value for each in value.keywords if each.arg == "default")
        value = next(iter((*value.args, *named)), None)
    return _begins_address(value)


def _begins_address(node: ast.expr | None) -> bool:
    """Whether an f-string is an address without credentials, which lies where the machine says."""
    match node:
        case ast.JoinedStr(values=[ast.Constant(value=str() as start), *rest]):
            texts = [start, *(str(each.value) for each in rest if isinstance(each, ast.Constant))]
            return _is_address(start) and not any("@" in each for each in texts)
        case _:
            return False


def _is_address(default: object) -> bool:
    return isinstance(default, str) and _ADDRESS.match(default) is not None


def _of_constant(facts: Facts, scope: Scope, name: str, value: ast.expr) -> str | None:
    if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
        if _is_of_settings(facts, value.values[-1], scope):
            return None
        default = facts.values.fold(value.values[-1], scope)
    elif isinstance(value, ast.Call):
        if is_address_name(name) and any(map(_begins_address, value.args[1:])):
            return _ELSEWHERE.format(name)
        default = default_of(facts, value, scope)
    else:
        return None
    if not isinstance(default, str) or not default or holds_name(name, default):
        return None
    if stands_for_no_key(name, default):
        return None
    if _leads_elsewhere(facts, scope, value):
        return None
    if (
        is_secret_name(name)
        or _is_cast_to_secret(value)
        or (is_address_name(name) and has_credentials(default))
    ):
        return _READABLE.format(name)
    return _ELSEWHERE.format(name) if is_address_name(name) and _is_address(default) else None


def _is_cast_to_secret(value: ast.expr) -> bool:
    """Whether a reader is told to make a secret of it, whatever it is called: ``cast=Secret``."""
    return isinstance(value, ast.Call) and any(
        each.arg == "cast" and (dotted(each.value) or "").rpartition(".")[2] in SECRET_TYPES
        for each in value.keywords
    )


def _is_of_settings(facts: Facts, value: ast.expr, scope: Scope) -> bool:
    """Whether an address is put together from settings, whose own defaults are told of."""
    parts = value.values if isinstance(value, ast.JoinedStr) else ()
    return any(
        origin.is_settings or origin.field is not None
        for part in parts
        if isinstance(part, ast.FormattedValue)
        for origin in facts.origins.of(part.value, scope)
    )


def _leads_elsewhere(facts: Facts, scope: Scope, value: ast.expr) -> bool:
    """Whether the variable that a constant is read from holds no secret, as its name has it."""
    call = value.values[0] if isinstance(value, ast.BoolOp) else value
    told = call.args[0] if isinstance(call, ast.Call) and call.args else None
    return leads_elsewhere(facts.values.text(told, scope) or "")


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
