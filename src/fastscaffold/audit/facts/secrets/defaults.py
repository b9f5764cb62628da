"""Secrets that stand in the code as what a parameter is worth where nobody gives it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at
from fastscaffold.audit.facts.secrets.names import (
    is_field_of_password,
    is_password_name,
    is_secret_name,
)
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.texts.random_texts import is_random

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function

_CONFIGURING = frozenset({"conf", "config", "configuration", "env", "settings"})
_SHORTEST_PASSWORD = 4


@dataclass(frozen=True, slots=True)
class DefaultSecret:
    """A parameter with a secret for its default.

    Attributes:
        is_setting: whether a class of settings is made with it.
    """

    name: str
    place: Place
    is_setting: bool


@lru_cache(maxsize=2)
def default_secrets(facts: Facts) -> list[DefaultSecret]:
    """The parameters of all functions that have a secret for a default."""
    return [
        each
        for module in facts.production
        for function in module.functions.values()
        for each in _of(function)
    ]


def _of(function: Function) -> Iterator[DefaultSecret]:
    owner = function.owner
    configures = owner is not None and bool(_CONFIGURING & set(words(owner.name)[-1:]))
    for argument, default in function.parameters():
        match default:
            case ast.Constant(value=str() as text) if _is_secret(argument.arg, text):
                place = at(function.module, default)
                is_setting = configures and function.name == "__init__"
                yield DefaultSecret(argument.arg, place, is_setting)
            case _:
                pass


def _is_secret(name: str, text: str) -> bool:
    if not is_secret_name(name):
        return False
    if not is_password_name(name):
        return is_random(text, of=name)
    # A name like its own is one of a field or a type of input; ``****`` is a mask.
    is_name = is_password_name(text) or (is_secret_name(text) and len(words(text)) > 1)
    is_name = is_name or is_field_of_password(text)
    is_word = len(text) < _SHORTEST_PASSWORD or " " in text or is_name
    return not is_word and len(set(text)) > 1
