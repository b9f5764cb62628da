"""Exceptions of the project whose texts hold those of others."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.exception_texts import TEXT, held_arguments
from fastscaffold.audit.facts.errors.failures import is_exception
from fastscaffold.audit.facts.errors.leaks import caught, leaks_of
from fastscaffold.audit.facts.walking import own_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function


@lru_cache(maxsize=2)
def embedding(facts: Facts) -> frozenset[str]:
    """The symbols of those that are raised with the text of another exception in their own."""
    return frozenset(
        symbol
        for module in facts.production
        for function in module.functions.values()
        for symbol in _raised(facts, function)
    )


def _raised(facts: Facts, function: Function) -> Iterator[str]:
    leaks = leaks_of(facts, function)
    if not leaks:
        return
    for node in own_nodes(function, ast.Raise):
        if not isinstance(node.exc, ast.Call):
            continue
        symbol = facts.index.kind(node.exc, function)
        if facts.index.definition(symbol) is None or not is_exception(facts, symbol):
            continue
        if symbol is not None:
            parts = held_arguments(facts, node.exc, symbol, frozenset({TEXT}))
            if caught(facts, function, node.exc, leaks, parts) is not None:
                yield symbol
