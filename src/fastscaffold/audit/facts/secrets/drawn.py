"""Keys that stand in the bodies of classes and functions, such as those of a client of a service.

Those of settings are told of as settings; others are known by that somebody drew them.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import own_fields
from fastscaffold.audit.facts.secrets.names import is_secret_name
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.texts.random_texts import is_random
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.nodes import constant_text, text_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.modules import Function, Module


def drawn_secrets(module: Module) -> Iterator[tuple[str, ast.expr]]:
    """Attributes, local names and entries of answers, each with the literal that it is given."""
    for defined in module.classes.values():
        for field in own_fields(defined):
            if field.value is not None and _is_drawn(field.name, field.value):
                yield field.name, field.value
    for function in module.functions.values():
        for name, values in function.assigned.items():
            if "." not in name and _is_of_secret(name):
                yield from ((name, value) for value in values if _is_drawn(name, value))
        yield from _handed_out(function)


def _handed_out(function: Function) -> Iterator[tuple[str, ast.expr]]:
    """What a function returns in a mapping: ``{"privateKey": "..."}``; tokens there are samples."""
    for value in returned(function):
        if isinstance(value, ast.Dict):
            for name, given in text_entries(value):
                if words(name)[-1:] != ["token"] and _is_drawn(name, given):
                    yield name, given


def _is_drawn(name: str, value: ast.expr) -> bool:
    text = constant_text(value)
    return text is not None and _is_of_secret(name) and is_random(text, of=name)


def _is_of_secret(name: str) -> bool:
    """Whether it is a name of a secret, be it of one of several: ``api_key_2``."""
    return is_secret_name(name.rstrip("0123456789_"))
