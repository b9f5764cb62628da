"""Findings that a project accepts: ``# fastscaffold: ignore[RULE] reason`` on their line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.findings import Finding, Severity
from fastscaffold.audit.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_COMMENT = re.compile(r"#\s*fastscaffold:\s*ignore\[([^\]\n]*)\]\s*([^\n]*)")
WITHOUT_REASON = "GEN002"


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


def complaints(found: list[Suppression]) -> Iterator[Finding]:
    """Findings about suppressions themselves: no reason, or a rule that does not exist."""
    for each in found:
        unknown = [name for name in each.rules if rule(name) is None]
        if not each.reason:
            message = "Findings are suppressed here without a reason."
        elif unknown:
            message = f"No rule is called {unknown[0]}: nothing is suppressed by that name."
        else:
            continue
        yield Finding(
            WITHOUT_REASON,
            Severity.P1,
            each.path,
            each.line,
            message,
            "Say behind the brackets why the finding is accepted.",
            snippet=each.snippet,
        )


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
