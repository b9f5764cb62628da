"""Words that all reports for people share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.findings import Severity
from fastscaffold.audit.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.audit import Audit
    from fastscaffold.audit.findings import Finding

VERDICTS = {
    Verdict.MET: "met",
    Verdict.NOT_MET: "not met",
    Verdict.PARTIAL: "in part",
    Verdict.NOT_APPLICABLE: "does not apply",
    Verdict.UNKNOWN: "not decided here",
}
MARKS = {
    Verdict.MET: "✓",
    Verdict.NOT_MET: "✗",
    Verdict.PARTIAL: "◐",
    Verdict.NOT_APPLICABLE: "-",
    Verdict.UNKNOWN: "?",
}
SEVERITIES = {
    Severity.P0: "mend before anything else",
    Severity.P1: "needed in production",
    Severity.P2: "makes the project harder to keep",
    Severity.P3: "advice",
}
_TITLES = {
    "jwt_secret": "JWT secret",
    "cors": "CORS",
    "https": "HTTPS",
    "rate_limit_auth": "Rate limit on login",
    "sql_injection": "SQL injection",
    "dep_scanning": "Dependency scanning",
    "auth": "Authentication",
}
DIMENSIONS = {
    "type_safety": "Type safety",
    "error_handling": "Error handling",
    "testing": "Testing",
    "security": "Security",
    "performance": "Performance",
    "observability": "Observability",
    "database": "Database",
    "deployment": "Deployment",
}


def title(name: str) -> str:
    """The name of a signal or a checkpoint as people write it."""
    return _TITLES.get(name) or name.replace("_", " ").capitalize()


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def accepted(audit: Audit) -> Iterator[str]:
    """How many findings there are beside those of the report, a sentence a reason."""
    for findings, why in (
        (audit.suppressed, "suppressed with a reason"),
        (audit.known, "left out, which the baseline holds"),
    ):
        if findings:
            yield f"{count(len(findings), 'finding')} {why}."


def by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings, those of one rule together, since what would be right is the same for them."""
    groups: dict[str, list[Finding]] = {}
    for each in findings:
        groups.setdefault(each.rule, []).append(each)
    return list(groups.values())
