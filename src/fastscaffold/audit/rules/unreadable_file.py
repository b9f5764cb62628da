"""Files of which nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place, Role
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.roles import role_of
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_LINK = "a symbolic link"


def check(facts: Facts) -> Iterator[Hit]:
    """Each file that cannot be read, and each of production that was too large or too deep."""
    left_out = [
        each
        for each in facts.skipped
        if each.reason != _LINK and each.path.endswith(".py") and _is_production(each.path)
    ]
    for each in (*facts.unreadable, *left_out):
        unparsable = facts.unparsable.get(each.path)
        line = unparsable.line if unparsable is not None else 1
        message = f"The file was not audited: {each.reason}."
        yield Hit(Place(each.path, line), message, each.path)


def _is_production(path: str) -> bool:
    return role_of(path) is Role.PRODUCTION


RULE = Rule(
    id="GEN001",
    name="unreadable-file",
    severity=Severity.P0,
    topic="architecture",
    seed="an audit that passes over a file in silence says that it is good",
    what="Python files that cannot be read, decoded or parsed, and files of production that are too"
    " large or nested too deeply to be read. Symbolic links are left alone.",
    why="Nothing is known of what stands there, and no other rule has looked at it.",
    bad={"app/main.py": "from fastapi import FastAPI\n\napp = FastAPI(\n"},
    good={"app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"},
    fix="Make the file one that Python can read, or split it; leave out what is no source.",
    check=check,
    formerly=("X020",),
)
