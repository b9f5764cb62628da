"""Findings that a project accepts: ``# fastscaffold: ignore[RULE] reason`` on their line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.findings import Finding

_COMMENT = re.compile(r"#\s*fastscaffold:\s*ignore\[([^\]\n]*)\]\s*([^\n]*)")


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that accepts findings of its line.

    Attributes:
        rules: identifiers or names as they stand there.
        reason: why; empty where none is given.
    """

    path: str
    line: int
    rules: tuple[str, ...]
    reason: str
    snippet: str

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is accepted by it: a reason is owed."""
        if (self.path, self.line) != (finding.path, finding.line) or not self.reason:
            return False
        found = (rule(name) for name in self.rules)
        return any(each is not None and each.id == finding.rule for each in found)


def suppressions(facts: Facts) -> list[Suppression]:
    """All of a project."""
    return list(_suppressions(facts))


def unknown_rules(suppression: Suppression) -> list[str]:
    """Names that stand there and that no rule has."""
    return [name for name in suppression.rules if rule(name) is None]


def _suppressions(facts: Facts) -> Iterator[Suppression]:
    texts = {module.path: module.lines for module in facts.modules}
    for path, text in facts.sources.texts.items():
        if "fastscaffold:" in text:
            texts[path] = text.splitlines()
    for path, lines in texts.items():
        for number, line in enumerate(lines, 1):
            if "fastscaffold:" not in line:
                continue
            match = _COMMENT.search(line)
            if match:
                names = tuple(name.strip() for name in match.group(1).split(",") if name.strip())
                yield Suppression(path, number, names, match.group(2).strip(), line.strip())
