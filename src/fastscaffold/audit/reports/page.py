"""What the page of HTML shows, as plain data for its template."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.audit.elsewhere import no_application
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.reports.excerpts import Excerpts
from fastscaffold.audit.reports.words import (
    DIMENSIONS,
    MARKS,
    SEVERITIES,
    VERDICTS,
    accepted,
    by_rule,
    count,
    title,
)
from fastscaffold.audit.rules import rule
from fastscaffold.audit.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.audit.audit import Audit
    from fastscaffold.audit.findings import Finding
    from fastscaffold.audit.verdicts import Judgement

RADIUS = 52


def page(audit: Audit) -> dict[str, object]:
    """The variables of the template."""
    circumference = 2 * math.pi * RADIUS
    return {
        "title": audit.root.resolve().name,
        "version": __version__,
        "missing": no_application(audit.root, audit.facts),
        "read": len(audit.facts.modules),
        "left_out": [*audit.facts.unreadable, *audit.facts.skipped],
        "score": audit.quality.score,
        "band": audit.quality.band,
        "raw": audit.quality.raw,
        "radius": RADIUS,
        "circumference": round(circumference, 2),
        "drawn": round(circumference * audit.quality.score / 100, 2),
        "health": f"{audit.health_score} of {audit.health_maximum}",
        "security": f"{audit.security_met} of {audit.security_maximum}",
        "signals": _rows(audit.health),
        "checkpoints": _rows(audit.security),
        "dimensions": [
            {"name": DIMENSIONS[name], "weight": each.weight, "level": each.level, "next": each.why}
            for name, each in audit.quality.dimensions.items()
        ],
        "groups": _groups(audit),
        "accepted": list(accepted(audit)),
        "count": count(len(audit.findings), "finding"),
    }


def _rows(judgements: Mapping[str, Judgement]) -> list[dict[str, object]]:
    return [
        {
            "name": title(name),
            "verdict": VERDICTS[each.verdict],
            "kind": each.verdict.value.replace("_", "-"),
            "mark": MARKS[each.verdict],
            "open": each.verdict is not Verdict.MET,
            "evidence": each.evidence,
            "why": each.because,
        }
        for name, each in judgements.items()
    ]


def _groups(audit: Audit) -> list[dict[str, object]]:
    excerpts = Excerpts(audit)
    found: list[dict[str, object]] = []
    for severity in Severity:
        findings = [each for each in audit.findings if each.severity is severity]
        if findings:
            found.append(
                {
                    "severity": severity.value,
                    "means": SEVERITIES[severity],
                    "rules": [_group(excerpts, each) for each in by_rule(findings)],
                    "count": len(findings),
                }
            )
    return found


def _group(excerpts: Excerpts, findings: list[Finding]) -> dict[str, object]:
    first = findings[0]
    known = rule(first.rule)
    return {
        "id": first.rule,
        "name": known.name if known is not None else first.rule.lower(),
        "why": known.why if known is not None else "",
        "fix": first.fix,
        "command": first.command,
        "places": [
            {
                "path": each.path,
                "line": each.line,
                "message": each.message,
                "lines": excerpts.around(each),
            }
            for each in findings
        ],
    }
