"""Middleware: what is added to applications, by whatever way, with what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.followed import given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.facts.origins.followed import Placed


@dataclass(frozen=True, slots=True)
class Installed:
    """One middleware.

    Attributes:
        symbol: its class.
        options: what the class is given, by keyword.
        is_complete: whether these are all.
    """

    symbol: str
    call: Call
    options: dict[str, Placed]
    is_complete: bool

    @property
    def name(self) -> str:
        """The last part of its class."""
        return self.symbol.rpartition(".")[2]


def installed(facts: Facts) -> Iterator[Installed]:
    """All middleware of production source: added, listed, or wrapped around an application."""
    for call in facts.calls("*.add_middleware", "*.Middleware"):
        if facts.callers.is_left(call):
            continue
        node = call.argument("middleware_class", 0) or call.argument("cls", 0)
        symbol = facts.index.symbol(node, call.scope)
        if symbol is not None:
            options, complete = given(facts, call)
            yield Installed(symbol, call, options, complete)
    for origin, calls in facts.calls_by_origin.items():
        if origin.rpartition(".")[2].endswith("Middleware") and not origin.endswith(".Middleware"):
            for call in calls:
                if call.module.is_production and call.decorates is None:
                    if origin.rpartition(".")[2] in {"add_middleware", "Middleware"}:
                        continue
                    options, complete = given(facts, call)
                    yield Installed(origin, call, options, complete)
