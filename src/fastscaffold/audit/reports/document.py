"""An audit as one JSON document, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.audit.points import RULES
from fastscaffold.audit.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.audit import Audit
    from fastscaffold.audit.facts import Place
    from fastscaffold.audit.findings import Finding
    from fastscaffold.audit.sources import LeftOut


def document(audit: Audit) -> dict[str, object]:
    """The document; its form is part of the command contract."""
    return {
        "tool": {"name": "fastscaffold", "version": __version__},
        "project": {
            "root": audit.root.as_posix(),
            "files": {
                "read": len(audit.facts.modules),
                "skipped": _left_out(audit.facts.skipped),
                "unreadable": _left_out(audit.facts.unreadable),
            },
        },
        "health": {
            "score": audit.health_score,
            "max": audit.health_maximum,
            "signals": {
                name: {
                    "verdict": each.verdict.value,
                    "why": each.why,
                    "points": audit.points(each),
                    "evidence": _evidence(each.evidence),
                    "rules": list(RULES[name]),
                }
                for name, each in audit.health.items()
            },
        },
        "security": {
            "met": audit.security_met,
            "of": audit.security_maximum,
            "checkpoints": {
                name: {
                    "verdict": each.verdict.value,
                    "why": each.why,
                    "evidence": _evidence(each.evidence),
                    "rules": list(RULES[name]),
                }
                for name, each in audit.security.items()
            },
        },
        "quality": {
            "score": audit.quality.score,
            "raw": audit.quality.raw,
            "band": audit.quality.band,
            "dimensions": {
                name: {
                    "weight": each.weight,
                    "level": each.level,
                    "why": each.why,
                    "evidence": _evidence(each.evidence),
                }
                for name, each in audit.quality.dimensions.items()
            },
        },
        "findings": [finding_document(each) for each in audit.findings],
        "suppressed": [finding_document(each) for each in audit.suppressed],
        "baseline": [finding_document(each) for each in audit.known],
    }


def finding_document(finding: Finding) -> dict[str, object]:
    """One finding."""
    found = rule(finding.rule)
    return {
        "rule": finding.rule,
        "name": found.name if found is not None else finding.rule.lower(),
        "severity": finding.severity.value,
        "path": finding.path,
        "line": finding.line,
        "message": finding.message,
        "fix": finding.fix,
        "command": finding.command,
        "symbol": finding.symbol,
        "fingerprint": finding.fingerprint,
    }


def _evidence(places: Iterable[Place]) -> list[dict[str, object]]:
    return [asdict(place) for place in places]


def _left_out(files: Iterable[LeftOut]) -> list[dict[str, str]]:
    return [{"path": each.path, "reason": each.reason} for each in files]
