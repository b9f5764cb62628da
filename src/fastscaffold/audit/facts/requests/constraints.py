"""What a field or a parameter is bound to: ``Field``, ``Query``, ``StringConstraints`` and kin."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.secrets.names import PASSWORDS
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origins.followed import Placed
    from fastscaffold.audit.modules import Scope

MAX_ALIASES = 30

_PASSWORD = re.compile(
    rf"(?i)(^|_)({'|'.join(sorted(PASSWORDS))})(_?(\d|again|confirm|confirmation|new|old|repeat))?$"
)


def is_password(name: str) -> bool:
    """Whether a name is that of a password as it is typed, not of its hash."""
    return _PASSWORD.search(name) is not None and "hash" not in name.lower()


def constraints(
    facts: Facts, annotation: ast.expr | None, value: ast.expr | None, scope: Scope
) -> Iterator[tuple[ast.Call, Scope]]:
    """The calls in an annotation, its aliases followed, and in what is given as the default."""
    waiting: list[Placed] = [(each, scope) for each in (value, annotation) if each is not None]
    seen: set[str] = set()
    while waiting and len(seen) < MAX_ALIASES:
        node, holder = waiting.pop()
        for each in walk(node):
            if isinstance(each, ast.Call):
                yield each, holder
            elif isinstance(each, ast.Name | ast.Attribute):
                symbol = facts.index.symbol(each, holder)
                if symbol is None or symbol in seen:
                    continue
                seen.add(symbol)
                waiting += facts.index.values_of(symbol)


def bounds(facts: Facts, calls: Iterator[tuple[ast.Call, Scope]], *names: str) -> dict[str, object]:
    """What some keywords of constraints are given; ``UNKNOWN`` where that is not decided."""
    found: dict[str, object] = {}
    for call, scope in calls:
        for keyword in call.keywords:
            if keyword.arg in names:
                found.setdefault(str(keyword.arg), facts.values.fold(keyword.value, scope))
            elif keyword.arg is None:
                found.setdefault("**", UNKNOWN)
    return found
