"""An audit as Markdown, for a pull request or a wiki."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.findings import Severity
from fastscaffold.audit.reports.words import DIMENSIONS, MARKS, SEVERITIES, VERDICTS, count, title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.audit.audit import Audit
    from fastscaffold.audit.verdicts import Judgement

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")


def markdown(audit: Audit) -> str:
    """The whole report."""
    return "\n".join(_lines(audit)) + "\n"


def _lines(audit: Audit) -> Iterator[str]:
    quality = audit.quality
    yield f"# Audit of {_escaped(audit.root.resolve().name)}"
    yield ""
    yield (
        f"**{quality.score:g} of 100: {quality.band}.** Health {audit.health_score} of"
        f" {audit.health_maximum}, security {audit.security_met} of {audit.security_maximum},"
        f" {count(len(audit.findings), 'finding')}."
    )
    yield from _judgements("Health check", audit.health)
    yield from _judgements("Security checklist", audit.security)
    yield from (
        "",
        "## Quality",
        "",
        "| dimension | weight | level | next |",
        "|---|---:|---:|---|",
    )
    for name, each in quality.dimensions.items():
        level = "-" if each.level is None else each.level
        yield f"| {DIMENSIONS[name]} | {each.weight} | {level} | {_escaped(each.why)} |"
    yield from _findings(audit)
    left_out = [*audit.facts.unreadable, *audit.facts.skipped]
    yield from ("", "## Coverage", "", f"{count(len(audit.facts.modules), 'Python file')} read.")
    for file in left_out:
        yield f"- `{file.path}` was not read: {_escaped(file.reason)}"


def _judgements(heading: str, judgements: Mapping[str, Judgement]) -> Iterator[str]:
    yield from ("", f"## {heading}", "", "| | verdict | seen at |", "|---|---|---|")
    for name, each in judgements.items():
        places = ", ".join(f"`{place.path}:{place.line}`" for place in each.evidence)
        yield f"| {title(name)} | {MARKS[each.verdict]} {VERDICTS[each.verdict]} | {places} |"


def _findings(audit: Audit) -> Iterator[str]:
    yield from ("", "## Findings")
    if not audit.findings:
        yield from ("", "None.")
    for severity in Severity:
        findings = [each for each in audit.findings if each.severity is severity]
        if findings:
            yield from ("", f"### {severity.value}: {SEVERITIES[severity]}", "")
        for each in findings:
            yield f"- **{each.rule}** `{each.path}:{each.line}` {_escaped(each.message)}"
            command = f" Or: `{each.command}`" if each.command is not None else ""
            yield f"  {_escaped(each.fix)}{command}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
