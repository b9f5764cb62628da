"""Lines of source as a page shows them: it is handed around, so no secret is printed on it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.secrets.address_texts import holds_password
from fastscaffold.audit.facts.secrets.names import is_kept_secret_name
from fastscaffold.audit.reports.literals import secret_literals
from fastscaffold.audit.reports.masked_settings import HIDDEN, masked_settings, setting

if TYPE_CHECKING:
    from fastscaffold.audit.audit import Audit
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.findings import Finding
    from fastscaffold.audit.reports.literals import Literal

CONTEXT = 2
# What is wrong there is a secret, or what a secret is made or kept with.
RULES = frozenset({"CONF001", "CONF002", "CONF006", "SEC001", "SEC003", "SEC011"})
# A shorter value stands in too much else, and so does a single word, such as ``postgres``.
_SHORTEST = 6
_WORD = re.compile(r"[a-z]{1,11}")
# From the first ``#`` on: what stands behind another one stands behind that one, too.
_COMMENT = re.compile(r"[^#]*#.*?\b(?P<own>\w+)\s*[:=]\s*(?P<value>\S.*)$")
# A longer scheme has only its end matched, as what is no address may be of many letters.
_ADDRESS = re.compile(r"[A-Za-z][\w.+-]{0,30}://[^/\s:@]*:(?P<password>[^/\s@]+)@")
_LITERAL = re.compile(r"""[rbfuRBFU]{0,2}(?:\"{3}|'{3}|["'])""")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines around a place; ``hit`` is the one that is meant."""

    number: int
    text: str
    hit: bool


class Excerpts:
    """The lines of a project around what is found in it."""

    def __init__(self, audit: Audit) -> None:
        self._facts: Facts = audit.facts
        self._modules = {each.path: each for each in audit.facts.modules}
        self._lines: dict[str, list[str]] = {}
        self._cleaned: dict[str, str] = {}
        self._told: dict[str, set[int]] = defaultdict(set)
        for each in (*audit.findings, *audit.suppressed, *audit.known):
            if each.rule in RULES:
                self._told[each.path].add(each.line)

    def around(self, finding: Finding) -> list[Excerpt]:
        """The lines around a finding."""
        lines = self._shown(finding.path)
        first = max(1, finding.line - CONTEXT)
        last = min(len(lines), finding.line + CONTEXT)
        return [
            Excerpt(number, self._clean(lines[number - 1]), number == finding.line)
            for number in range(first, last + 1)
        ]

    @cached_property
    def _values(self) -> list[str]:
        """What rules about secrets speak of, wherever else it stands; the longest first."""
        found: set[str] = set()
        for path, told in self._told.items():
            module = self._modules.get(path)
            if module is not None:
                found.update(each.text for each in secret_literals(self._facts, module, told))
            else:
                lines = self._facts.text(path).splitlines()
                given = (setting(lines[line - 1]) for line in told if line <= len(lines))
                found.update(each["value"].strip("\"', ") for each in given if each is not None)
        long = {each for each in found if len(each) >= _SHORTEST and _WORD.fullmatch(each) is None}
        return sorted(long, key=len, reverse=True)

    def _shown(self, path: str) -> list[str]:
        if path not in self._lines:
            text = self._facts.text(path)
            module = self._modules.get(path)
            told = self._told[path]
            if module is not None:
                lines = list(module.lines)
                self._lines[path] = _masked(lines, secret_literals(self._facts, module, told))
            else:
                self._lines[path] = masked_settings(text, told)
        return self._lines[path]

    def _clean(self, line: str) -> str:
        # Most lines of a file are shown around no finding, others around many.
        if line not in self._cleaned:
            self._cleaned[line] = self._without(line)
        return self._cleaned[line]

    def _without(self, line: str) -> str:
        """A line without values of secrets, wherever they stand in it."""
        for value in self._values:
            line = line.replace(value, HIDDEN)
        match = _COMMENT.match(line)
        if match is not None and is_kept_secret_name(match["own"]):
            line = line[: match.start("value")] + HIDDEN
        return _ADDRESS.sub(_without_password, line) if "://" in line else line


def _without_password(match: re.Match[str]) -> str:
    if not holds_password(match[0]):
        return match[0]
    return f"{match[0][: match.start('password') - match.start()]}{HIDDEN}@"


def _masked(lines: list[str], literals: list[Literal]) -> list[str]:
    """The lines of a module with ``"…"`` for literals, from the last one on."""
    shown = list(lines)
    for each in sorted(literals, key=_begins, reverse=True):
        node = each.node
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        if last >= len(shown):
            continue
        before = shown[first].encode()[: node.col_offset].decode(errors="ignore")
        behind = shown[last].encode()[node.end_col_offset or 0 :].decode(errors="ignore")
        opened = _LITERAL.match(shown[first][len(before) :])
        if opened is None:
            # Newer syntax is read in other words, which stand in other columns.
            for number in range(first, last + 1):
                shown[number] = HIDDEN
            continue
        if first == last:
            shown[first] = f'{before}"{HIDDEN}"{behind}'
            continue
        shown[first] = f'{before}"{HIDDEN}"'
        for number in range(first + 1, last):
            shown[number] = HIDDEN
        shown[last] = f"{HIDDEN}{behind}"
    return shown


def _begins(literal: Literal) -> tuple[int, int]:
    return literal.node.lineno, literal.node.col_offset
