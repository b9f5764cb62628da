"""Patterns whose anchors hold for one of their alternatives only."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Rewrite, UncertainError, makes
from fastscaffold.audit.facts.origins.followed import texts
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

# What an alternative with one of these lets through depends on where it begins and ends.
_OPEN = re.compile(r"\.[*+{?]")
_FIELDS = frozenset(
    {"Body", "Cookie", "Field", "File", "Form", "Header", "Path", "Query", "StringConstraints"}
    | {"constr"}
)


def check(facts: Facts) -> Iterator[Hit]:
    """Patterns of fields, of parameters and of types."""
    for module in facts.production:
        for call in module.calls:
            if facts.index.origin(call).rpartition(".")[2] not in _FIELDS:
                continue
            node = call.argument("pattern") or call.argument("regex")
            for pattern in texts(facts, node, call.scope) or ():
                if node is not None and _is_half_anchored(pattern):
                    message = f"The anchors of `{pattern}` hold for its outer alternatives only."
                    symbol = call.owner.symbol if call.owner is not None else ""
                    yield hit(module, node, message, symbol)


def _is_half_anchored(pattern: str) -> bool:
    """Whether ``^`` begins the first alternative alone, and ``$`` ends the last one alone."""
    branches = _branches(pattern)
    begin = [branch.startswith(("^", "\\A")) for branch in branches]
    end = [branch.endswith(("$", "\\Z", "\\z")) for branch in branches]
    return begin[0] and not all(begin) and end[-1] and not all(end)


def _branches(pattern: str) -> list[str]:
    """The alternatives that no group holds together."""
    found = [""]
    depth = 0
    in_class = is_escaped = False
    for letter in pattern:
        if is_escaped:
            is_escaped = False
        elif letter == "\\":
            is_escaped = True
        elif in_class:
            in_class = letter != "]"
        elif letter == "[":
            in_class = True
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            found.append("")
            continue
        found[-1] += letter
    return found


def cure(facts: Facts, found: Hit) -> Remedy:
    """Put the alternatives into a group that catches nothing, so that numbers of others stay."""
    del facts
    node = found.node
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        raise UncertainError("The pattern is not written here.")
    first, *middle, last = _branches(node.value)
    if not first.startswith("^") or not last.endswith("$") or any(map(_is_anchored, middle)):
        raise UncertainError("Not only the first and the last alternative have anchors.")
    if last.startswith(("^", "\\A")) or first.endswith(("$", "\\Z", "\\z")):
        raise UncertainError("Not only the first and the last alternative have anchors.")
    words = [first[1:], *middle, last[:-1]]
    if any(_OPEN.search(each) for each in words) or (middle and not all(map(_is_word, words))):
        raise UncertainError("Whether each alternative is to match all of the text is not clear.")
    return Remedy((Rewrite(found.place.path, node, makes.literal(_grouped)),))


def _grouped(inner: str) -> str:
    if not inner.startswith("^") or not inner.endswith("$"):
        raise UncertainError("The anchors are not written as such.")
    return f"^(?:{inner[1:-1]})$"


def _is_anchored(branch: str) -> bool:
    return branch.startswith(("^", "\\A")) or branch.endswith(("$", "\\Z", "\\z"))


def _is_word(branch: str) -> bool:
    return re.fullmatch(r"\(?[\w -]+\)?", branch) is not None


RULE = Rule(
    id="SEC025",
    name="unanchored-pattern",
    severity=Severity.P1,
    topic="security",
    seed="CWE-777: regular expression without anchors",
    what="A `pattern` of a field, of a parameter or of a type such as `^a|b$`, whose anchors stand"
    " in the first and in the last alternative only. Alternatives in a group, and patterns without"
    " anchors, which are meant to search, are left alone.",
    why="Everything that begins with the first alternative, or ends with the last one, is let"
    " through: a secret of one letter, or an order that ends in SQL.",
    bad={
        "app/schemas.py": """from pydantic import BaseModel, Field


class Settings(BaseModel):
    secret: str = Field(pattern=r"^[0-9a-f]{64}|[A-Za-z0-9_-]{43}$")
"""
    },
    good={
        "app/schemas.py": """from pydantic import BaseModel, Field


class Settings(BaseModel):
    secret: str = Field(pattern=r"^([0-9a-f]{64}|[A-Za-z0-9_-]{43})$")
"""
    },
    fix="Put the alternatives into a group: `^(a|b)$`.",
    check=check,
    cure=Cure(
        "Writes `^(?:a|b)$` where the pattern stands as a literal, only its ends have anchors, and"
        " there are two alternatives without `.*` or the like, or several plain words.",
        cure,
    ),
    formerly=("X018",),
)
