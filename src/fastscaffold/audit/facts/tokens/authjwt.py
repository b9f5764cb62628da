"""Tokens of fastapi-jwt-auth and its kin, which take their keys and lifetimes by name."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import own_fields
from fastscaffold.audit.facts.origins.calls import number, returned
from fastscaffold.audit.facts.origins.origin import Origin
from fastscaffold.audit.facts.places import at_call
from fastscaffold.audit.facts.tokens.issuers import lasting_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts

_KEYS = frozenset({"authjwt_private_key", "authjwt_secret_key"})
_MADE = re.compile(r"\w*fastapi_\w*jwt_auth(\.\w+)*\.create_(access|refresh)_token")
# How long they last where nothing is said.
_DEFAULTS = {"access": timedelta(minutes=15), "refresh": timedelta(days=30)}


def keys(facts: Facts) -> list[Origin]:
    """The keys that a library reads from settings by a name of its own."""
    return [origin for name in sorted(_KEYS) for origin in _settings(facts, name)]


def algorithms(facts: Facts) -> list[Origin]:
    """What the library is told to sign with."""
    return _settings(facts, "authjwt_algorithm")


def ends(facts: Facts) -> Iterator[tuple[Call, str, Origin | None]]:
    """Each token that is made, what it is for, and its end; None where it has none."""
    for name, calls in facts.calls_by_origin.items():
        made = _MADE.fullmatch(name)
        for call in calls if made is not None else ():
            if made is None or not call.module.is_production:
                continue
            purpose = made[2]
            given = facts.origins.of_argument(call, "expires_time")
            given = given or _settings(facts, f"authjwt_{purpose}_token_expires")
            for each in given:
                yield call, purpose, None if each.value is False else _until(each)
            if not given:
                yield call, purpose, Origin("until", at_call(call), _DEFAULTS[purpose])


def _until(origin: Origin) -> Origin:
    if origin.kind != "constant":
        return origin
    seconds = number(origin.value)
    value = origin.value if seconds is None else lasting_seconds(seconds)
    return replace(origin, kind="until", value=value)


def _settings(facts: Facts, name: str) -> list[Origin]:
    return [*_of_pairs(facts, name), *_of_fields(facts, name)]


def _of_pairs(facts: Facts, name: str) -> Iterator[Origin]:
    """What ``@AuthJWT.load_config`` returns as a list of names and values."""
    for module in facts.production:
        for function in module.functions.values():
            named = [each for each in function.node.decorator_list if _loads(each)]
            for value in returned(function.node) if named else ():
                for pair in value.elts if isinstance(value, ast.List | ast.Tuple) else ():
                    match pair:
                        case ast.Tuple(elts=[ast.Constant(value=str() as key), inner]) if (
                            key.lower() == name
                        ):
                            yield from facts.origins.of(inner, function)
                        case _:
                            pass


def _loads(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Attribute) and decorator.attr == "load_config"


def _of_fields(facts: Facts, name: str) -> list[Origin]:
    return [
        origin
        for module in facts.production
        for defined in module.classes.values()
        for field in own_fields(defined)
        if field.name.lower() == name
        for origin in facts.origins.of_field(field)
    ]
