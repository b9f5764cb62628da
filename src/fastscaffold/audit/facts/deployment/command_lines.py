"""The lines of files that are run, and which of them run something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMMENT = re.compile(r"(^|\s)#.*$")
_ITEM = re.compile(r"\s*-\s+[\"']?[^\s\"':{}]+[\"']?\s*$")
_NAME = re.compile(r"\s*-?\s*name:")
_PUNCTUATION = re.compile(r"[\"',\[\]]+\s*")
PARTS = re.compile(r"&&|\|\||;|\|(?!\|)")
# What is only said of a command, but for what a shell fills in.
_SAYS = re.compile(r"(?:^|[\s@:-])(?:echo|printf)\s[^`]*$")
_INSTALLS = re.compile(r"\b(install|add|sync|lock|cache|apt-get|apk)\b")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file that is run, comments left out, lists of words as words."""

    path: str
    number: int
    text: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.path, self.number, self.text.strip()[:120])


def lines_of(path: str, text: str) -> list[Line]:
    """The lines of a file that say something."""
    found: list[Line] = []
    before = ""
    start = 1
    listed = False
    is_yaml = path.endswith((".yml", ".yaml"))
    for number, raw in enumerate(text.splitlines(), 1):
        said = without_comment(raw).rstrip()
        if not said.strip() or _NAME.match(said):
            listed = False
            continue
        if is_yaml and listed and _ITEM.match(said) and found:
            last = found[-1]
            item = words(said.strip()[1:])
            found[-1] = Line(path, last.number, f"{last.text} {item}")
            continue
        start = start if before else number
        if said.endswith("\\"):
            before += f"{said[:-1]} "
            continue
        found.append(Line(path, start, words(before + said)))
        before = ""
        listed = said.endswith(":") or _ITEM.match(said) is not None
    return found


def running(pattern: str, lines: Iterable[Line]) -> list[Place]:
    """Lines that run something; those that only install it, or tell of it, do not."""
    expression = re.compile(pattern)
    return [
        line.place
        for line in lines
        if any(
            not _INSTALLS.search(part)
            and any(not _is_said(part[: each.start()]) for each in expression.finditer(part))
            for part in PARTS.split(line.text)
        )
    ]


def _is_said(before: str) -> bool:
    """Whether what stands before a command only prints it."""
    return "$(" not in before and _SAYS.search(before) is not None


def without_comment(line: str) -> str:
    """A line up to its comment."""
    return _COMMENT.sub("", line)


def words(text: str) -> str:
    """A list of words, as YAML and JSON write it, as a command line."""
    return _PUNCTUATION.sub(" ", text)
