"""Findings: what is wrong, where, why it matters, and what would be right."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How soon something wants to be mended.

    ``P0`` is a hole or a loss of data, ``P1`` is needed in production, ``P2`` makes a project
    harder to keep, ``P3`` is advice.
    """

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"

    def reaches(self, bar: Severity) -> bool:
        """Whether it is at or above a bar: P0 is the highest."""
        return self.value <= bar.value


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in one place.

    Attributes:
        rule: the identifier of the rule, such as ``SEC001``.
        path: relative to the audited directory, with forward slashes.
        line: 1-based.
        message: what is wrong here.
        fix: what would be right.
        command: the command that closes it; None where there is none.
        symbol: the dotted name of what it is about, so that a moved line stays the same finding.
        snippet: the line, as it stands there.
    """

    rule: str
    severity: Severity
    path: str
    line: int
    message: str
    fix: str
    command: str | None = None
    symbol: str = ""
    snippet: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same finding, wherever its line moves to."""
        normalised = re.sub(r"\s+", " ", self.snippet).strip()
        text = f"{self.rule}\0{self.path}\0{self.symbol}\0{normalised}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def order(self) -> tuple[str, str, int, str]:
        """The worst first, then by place."""
        return self.severity.value, self.path, self.line, self.rule
