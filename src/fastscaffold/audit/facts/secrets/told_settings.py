"""Secrets that a module gives as literals to what is set up there.

``openai.api_key = "sk-..."``, ``DATABASE = {"password": "..."}``, and headers of a client.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.secrets.names import is_password_name, is_secret_name
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.texts.random_texts import is_random
from fastscaffold.audit.nodes import constant_text, text_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.modules import Module

# What mappings are called that something is set up with.
_CONFIGURING = frozenset(
    {
        *("cfg", "conf", "config", "configuration", "connection", "credentials", "database", "db"),
        *("settings",),
    }
)
_APPLICATIONS = frozenset({"app", "application"})
_HEADERS = "headers"
_AUTHORIZATION = "authorization"
_SCHEMES = ("Basic ", "Bearer ", "Token ")
_SHORTEST_PASSWORD = 4


def settings_of_others(module: Module) -> Iterator[tuple[str, ast.expr]]:
    """Secrets by their names, with what they are given."""
    for name, values in module.assigned.items():
        *_, holder, last = ["", *name.split(".")]
        for value in values:
            is_drawn = is_secret_name(last) and is_random(constant_text(value), of=last)
            if holder and (is_drawn or _signs_sessions(holder, last, constant_text(value))):
                yield last, value
            elif isinstance(value, ast.Dict):
                yield from _entries(value, last)
    for function in module.functions.values():
        for name, values in function.assigned.items():
            for value in values:
                if isinstance(value, ast.Dict) and words(name)[-1:] == [_HEADERS]:
                    yield from _entries(value, _HEADERS)
                elif _is_told_drawn(name, value):
                    yield name.rpartition(".")[2], value
    for call in module.calls:
        for keyword in call.node.keywords:
            if keyword.arg == _HEADERS and isinstance(keyword.value, ast.Dict):
                yield from _entries(keyword.value, _HEADERS)


def _is_told_drawn(name: str, value: ast.expr) -> bool:
    """Whether a function gives a drawn secret to what is none of its object: ``const.API_KEY``."""
    holder, _, last = name.rpartition(".")
    is_other = bool(holder) and holder.partition(".")[0] not in {"cls", "self"}
    return is_other and is_secret_name(last) and is_random(constant_text(value), of=last)


def _signs_sessions(holder: str, name: str, text: str | None) -> bool:
    """Whether it is what an application signs cookies with, whatever somebody thought of."""
    return holder in _APPLICATIONS and name == "secret_key" and bool(text)


def _entries(mapping: ast.Dict, holder: str) -> Iterator[tuple[str, ast.expr]]:
    kind = words(holder)[-1:]
    is_setting, is_sent = bool(_CONFIGURING & set(kind)), kind == [_HEADERS]
    for name, value in text_entries(mapping):
        text = constant_text(value)
        if text is None:
            continue
        if name.lower() == _AUTHORIZATION:
            scheme = next((each for each in _SCHEMES if text.startswith(each)), None)
            if scheme is not None and is_random(text.removeprefix(scheme), of="token"):
                yield name, value
        elif (is_setting and is_secret_name(name) and _is_secret(name, text)) or (
            is_sent and is_secret_name(name) and is_random(text, of=name)
        ):
            yield name, value


def _is_secret(name: str, text: str) -> bool:
    if not is_password_name(name):
        return is_random(text, of=name) or words(name)[-2:] == ["secret", "key"]
    is_word = len(text) < _SHORTEST_PASSWORD or " " in text or is_secret_name(text)
    return not is_word and len(set(text)) > 1
