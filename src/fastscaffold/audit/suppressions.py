"""Findings that a project accepts: ``# fastscaffold: ignore[RULE] reason`` on their line."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.rules import rule
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Module
    from fastscaffold.audit.findings import Finding

# Without brackets it is not told where the rule ends and the reason begins.
_BARE = re.compile(r"#\s*fastscaffold:\s*ignore\b(?!\[)")
_COMMENT = re.compile(r"#\s*fastscaffold:\s*ignore\[([^\]\n]*)\]\s*([^\n]*)")


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that accepts findings of its line, or of the statement that ends there.

    Attributes:
        first: the line that the statement begins at; the same mostly.
        rules: identifiers or names as they stand there.
        reason: why; empty where none is given.
    """

    path: str
    first: int
    line: int
    rules: tuple[str, ...]
    reason: str
    snippet: str

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is accepted by it: a reason is owed."""
        if self.path != finding.path or not self.first <= finding.line <= self.line:
            return False
        if not self.reason:
            return False
        found = (rule(name) for name in self.rules)
        return any(each is not None and each.id == finding.rule for each in found)


def suppressions(facts: Facts) -> list[Suppression]:
    """All of a project."""
    return list(_suppressions(facts))


def unknown_rules(suppression: Suppression) -> list[str]:
    """Names that stand there and that no rule has."""
    return [name for name in suppression.rules if rule(name) is None]


def bare_comments(facts: Facts) -> Iterator[Place]:
    """Comments that name no rule in brackets, and accept nothing."""
    for path, number, line in _comments(facts):
        if _BARE.search(line):
            yield Place(path, number)


def _suppressions(facts: Facts) -> Iterator[Suppression]:
    modules = {module.path: module for module in facts.modules}
    for path, number, line in _comments(facts):
        match = _COMMENT.search(line)
        if match:
            names = tuple(name.strip() for name in match.group(1).split(",") if name.strip())
            first = _begins(modules[path], number) if path in modules else number
            reason = match.group(2).strip()
            yield Suppression(path, first, number, names, reason, line.strip())


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


def _begins(module: Module, line: int) -> int:
    """Where a statement begins that ends at a line, as a formatter may have broken it."""
    return min(
        (
            node.lineno
            for node in walk(module.tree)
            if isinstance(node, ast.stmt) and node.end_lineno == line and not hasattr(node, "body")
        ),
        default=line,
    )
