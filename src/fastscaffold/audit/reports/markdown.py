"""An audit as Markdown, for a pull request or a wiki."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.elsewhere import no_application
from fastscaffold.audit.findings import Severity
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

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.audit.audit import Audit
    from fastscaffold.audit.facts import Place
    from fastscaffold.audit.findings import Finding
    from fastscaffold.audit.verdicts import Judgement

_FENCE = re.compile("`+")
# Spans of code stay as they are, and an underscore inside of a word is none of emphasis.
_CODE = re.compile(r"(`[^`]+`)")
_SPECIAL = re.compile(r"[\\`*{}\[\]<>|#]|(?<![^\W_])_|_(?![^\W_])")


def markdown(audit: Audit) -> str:
    """The whole report."""
    return "\n".join(_lines(audit)) + "\n"


def _lines(audit: Audit) -> Iterator[str]:
    quality = audit.quality
    yield f"# Audit of {escaped(audit.root.resolve().name)}"
    yield ""
    missing = no_application(audit.root, audit.facts)
    if missing:
        yield from (f"**{escaped(missing)}**", "")
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
        yield f"| {DIMENSIONS[name]} | {each.weight} | {level} | {escaped(each.why)} |"
    yield from _findings(audit)
    left_out = [*audit.facts.unreadable, *audit.facts.skipped]
    yield from ("", "## Coverage", "", f"{count(len(audit.facts.modules), 'Python file')} read.")
    for file in left_out:
        yield f"- {_code(file.path)} was not read: {escaped(file.reason)}"


def _judgements(heading: str, judgements: Mapping[str, Judgement]) -> Iterator[str]:
    yield from ("", f"## {heading}", "", "| | verdict | seen at |", "|---|---|---|")
    for name, each in judgements.items():
        # What is seen there is left out, so that a line may be named twice.
        places = dict.fromkeys(_place(place) for place in each.evidence)
        why = f": {escaped(each.why)}" if each.why else ""
        verdict = f"{MARKS[each.verdict]} {VERDICTS[each.verdict]}{why}"
        yield f"| {title(name)} | {verdict} | {', '.join(places)} |"


def _findings(audit: Audit) -> Iterator[str]:
    yield from ("", "## Findings")
    if not audit.findings:
        yield from ("", "None new." if audit.known else "None.")
    for severity in Severity:
        findings = [each for each in audit.findings if each.severity is severity]
        if findings:
            yield from ("", f"### {severity.value}: {SEVERITIES[severity]}", "")
        for group in by_rule(findings):
            yield from _group(group)
    for line in accepted(audit):
        yield from ("", line)


def _group(findings: Sequence[Finding]) -> Iterator[str]:
    """A rule with what to do, and below it the places that break it."""
    first = findings[0]
    command = f" Or: {_code(first.command)}" if first.command is not None else ""
    yield f"- **{first.rule}** {escaped(first.fix)}{command}"
    for each in findings:
        yield f"  - {_place(each)} {escaped(each.message)}"


def _place(place: Place | Finding) -> str:
    return _code(f"{place.path}:{place.line}")


def _code(text: str) -> str:
    """A span of code, fenced by more backticks than it holds in a row."""
    longest = max(map(len, _FENCE.findall(text)), default=0)
    fence, space = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}"


def escaped(text: str) -> str:
    """Text with its spans of code, and nothing else that Markdown would read."""
    parts = _CODE.split(text)
    parts[::2] = [_SPECIAL.sub(r"\\\g<0>", part) for part in parts[::2]]
    return "".join(parts)
