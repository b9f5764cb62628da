"""Findings that a project accepts: ``# fastscaffold: ignore[RULE] reason`` on their line."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.deployment.dockerfiles import DOCKERFILES
from fastscaffold.audit.rules import rule
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts, Module
    from fastscaffold.audit.findings import Finding

# Without brackets it is not told where the rule ends and the reason begins.
_BARE = re.compile(r"#\s*fastscaffold:\s*ignore\b(?!\[)")
_COMMENT = re.compile(r"#\s*fastscaffold:\s*ignore\[([^\]\n]*)\]\s*([^\n]*)")


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that accepts findings of its line, or of the statement that ends there.

    In Dockerfiles it stands above an instruction, where alone comments may stand.

    Attributes:
        first: the line that the statement begins at; the same mostly.
        line: that of the comment.
        last: the line that it reaches to; the same but in Dockerfiles.
        rules: identifiers or names as they stand there.
        reason: why; empty where none is given.
    """

    path: str
    first: int
    line: int
    last: int
    rules: tuple[str, ...]
    reason: str
    snippet: str

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is accepted by it: a reason is owed."""
        if self.path != finding.path or not self.first <= finding.line <= self.last:
            return False
        if not self.reason:
            return False
        found = (rule(name) for name in self.rules)
        return any(each is not None and each.id == finding.rule for each in found)


@lru_cache(maxsize=2)
def suppressions(facts: Facts) -> list[Suppression]:
    """All of a project."""
    return list(_suppressions(facts))


def accepted(facts: Facts, found: Iterable[Finding]) -> list[Finding]:
    """Those of some findings that comments accept."""
    at: dict[tuple[str, int], list[Suppression]] = defaultdict(list)
    for each in suppressions(facts):
        for line in range(each.first, each.last + 1):
            at[each.path, line].append(each)
    return [
        each
        for each in found
        if any(one.covers(each) for one in at.get((each.path, each.line), ()))
    ]


def unknown_rules(suppression: Suppression) -> list[str]:
    """Names that stand there and that no rule has."""
    return [name for name in suppression.rules if rule(name) is None]


def bare_comments(facts: Facts) -> Iterator[Place]:
    """Comments that name no rule in brackets, and accept nothing."""
    for path, number, line in _comments(facts):
        if _BARE.search(line):
            yield Place(path, number)


def comments_behind_instructions(facts: Facts) -> Iterator[Place]:
    """Comments where Docker knows none: it takes them for a part of the instruction."""
    images = set(facts.configuration.paths(*DOCKERFILES))
    for path, number, line in _comments(facts):
        if path in images and _COMMENT.search(line) and not _is_comment(line):
            yield Place(path, number)


def _suppressions(facts: Facts) -> Iterator[Suppression]:
    images = set(facts.configuration.paths(*DOCKERFILES))
    modules = {module.path: module for module in facts.modules}
    begins: dict[str, dict[int, int]] = {}
    for path, number, line in _comments(facts):
        match = _COMMENT.search(line)
        if match and (path not in images or _is_comment(line)):
            names = tuple(name.strip() for name in match.group(1).split(",") if name.strip())
            if path not in begins:
                begins[path] = _begins(modules[path]) if path in modules else {}
            first = begins[path].get(number, number)
            last = _instruction_below(facts.text(path), number) if path in images else number
            reason = match.group(2).strip()
            yield Suppression(path, first, number, last, names, reason, line.strip())


def _instruction_below(text: str, number: int) -> int:
    """The line of the instruction that a comment stands above; its own where there is none."""
    for below, line in enumerate(text.splitlines()[number:], number + 1):
        if line.strip() and not _is_comment(line):
            return below
    return number


def _is_comment(line: str) -> bool:
    """Whether nothing but a comment stands on a line."""
    return line.lstrip().startswith("#")


def _comments(facts: Facts) -> Iterator[tuple[str, int, str]]:
    """Lines that may hold such a comment."""
    texts = {module.path: module.lines for module in facts.modules}
    for path, text in facts.sources.texts.items():
        if "fastscaffold:" in text:
            texts[path] = text.splitlines()
    for path, lines in texts.items():
        for number, line in enumerate(lines, 1):
            if "fastscaffold:" in line:
                yield path, number, line


def _begins(module: Module) -> dict[int, int]:
    """Where statements begin, by the line that they end at, as a formatter may have broken them."""
    found: dict[int, int] = {}
    for node in walk(module.tree):
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            last = node.end_lineno or node.lineno
            found[last] = min(node.lineno, found.get(last, last))
    return found
