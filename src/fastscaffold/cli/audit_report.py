"""An audit as text for people."""

from __future__ import annotations

from textwrap import wrap
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
from fastscaffold.audit.verdicts import Verdict
from fastscaffold.cli.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.audit.audit import Audit
    from fastscaffold.audit.findings import Finding
    from fastscaffold.audit.verdicts import Judgement
    from fastscaffold.cli.terminal import Colour, Printer

_VERDICT_COLOURS: dict[Verdict, Colour | None] = {
    Verdict.MET: "green",
    Verdict.NOT_MET: "red",
    Verdict.PARTIAL: "yellow",
    Verdict.NOT_APPLICABLE: None,
    Verdict.UNKNOWN: None,
}
_SEVERITY_COLOURS: dict[Severity, Colour | None] = {
    Severity.P0: "red",
    Severity.P1: "yellow",
    Severity.P2: "cyan",
    Severity.P3: None,
}
_OPEN = (Verdict.NOT_MET, Verdict.PARTIAL)
_NAME = 22
_BAR = 20
# Of one rule; the other formats hold all.
_MOST = 10


class AuditReport:
    """Makes the lines of a report.

    Args:
        printer: says which colours there are.
        plain: no colours, whatever the printer can do.
        whole: every finding of a rule, however many there are.
    """

    def __init__(self, printer: Printer, *, plain: bool = False, whole: bool = False) -> None:
        self._printer = printer
        self._plain = plain
        self._whole = whole

    def lines(self, audit: Audit) -> Iterator[str]:
        """The whole report."""
        yield self._style(visible(audit.root.resolve().name), bold=True) + self._read(audit)
        for line in wrap(visible(no_application(audit.root, audit.facts)), self._printer.width):
            yield self._style(line, "yellow", bold=True)
        yield ""
        yield from self._judgements(
            f"Health check  {audit.health_score} of {audit.health_maximum}", audit.health
        )
        yield from self._judgements(
            f"Security checklist  {audit.security_met} of {audit.security_maximum}", audit.security
        )
        yield from self._quality(audit)
        yield from self._findings(audit)
        for file in (*audit.facts.unreadable, *audit.facts.skipped):
            yield f"not read: {visible(file.path)}: {visible(file.reason)}"
        yield from self._closing(audit)

    def _style(
        self, text: str, colour: Colour | None = None, *, bold: bool = False, dim: bool = False
    ) -> str:
        return text if self._plain else self._printer.style(text, colour, bold=bold, dim=dim)

    def _read(self, audit: Audit) -> str:
        return self._style(f"  {count(len(audit.facts.modules), 'Python file')} read", dim=True)

    def _judgements(self, heading: str, judgements: Mapping[str, Judgement]) -> Iterator[str]:
        yield self._style(heading, bold=True)
        for name, each in judgements.items():
            mark = self._style(MARKS[each.verdict], _VERDICT_COLOURS[each.verdict], bold=True)
            place = f"{each.evidence[0].path}:{each.evidence[0].line}" if each.evidence else ""
            row = f"{title(name):<{_NAME}} {VERDICTS[each.verdict]:<17}"
            told = "  ".join(filter(None, (visible(place), visible(each.why))))
            yield f"  {mark} {row} {self._style(told, dim=True)}".rstrip()
        yield ""

    def _quality(self, audit: Audit) -> Iterator[str]:
        quality = audit.quality
        yield self._style(f"Quality  {quality.score:g} of 100, {quality.band}", bold=True)
        for name, each in quality.dimensions.items():
            if each.level is None:
                yield f"  {DIMENSIONS[name]:<{_NAME}} does not apply"
                continue
            full = round(_BAR * each.level / 100)
            bar = "█" * full + self._style("░" * (_BAR - full), dim=True)
            shown = f"{bar} {each.level:>3}  {visible(each.why)}"
            yield f"  {DIMENSIONS[name]:<{_NAME}} {shown}".rstrip()
        yield ""

    def _findings(self, audit: Audit) -> Iterator[str]:
        if not audit.findings:
            none = "No new findings." if audit.known else "No findings."
            yield self._style(none, "green", bold=True)
        for severity in Severity:
            findings = [each for each in audit.findings if each.severity is severity]
            if not findings:
                continue
            label = self._style(severity.value, _SEVERITY_COLOURS[severity], bold=True)
            yield f"{label}  {count(len(findings), 'finding')}: {SEVERITIES[severity]}"
            for group in by_rule(findings):
                yield from self._group(group)
            yield ""
        yield from accepted(audit)

    def _group(self, findings: list[Finding]) -> Iterator[str]:
        first = findings[0]
        shown = findings if self._whole else findings[:_MOST]
        for each in shown:
            place = self._style(visible(f"{each.path}:{each.line}"), "cyan")
            yield f"  {self._style(each.rule, bold=True)} {place}"
            yield f"    {visible(each.message)}"
        if len(findings) > len(shown):
            yield f"  {first.rule} and {len(findings) - len(shown)} more"
        width = self._printer.width - 8
        for number, line in enumerate(wrap(visible(first.fix), width)):
            yield f"    {'fix:' if number == 0 else '    '} {line}"
        if first.command is not None:
            yield f"    {self._style('or: ', dim=True)} {self._style(first.command, bold=True)}"

    def _closing(self, audit: Audit) -> Iterator[str]:
        """Where the rest is to be read."""
        judged = {**audit.security, **audit.health}
        open_ = [name for name, each in judged.items() if each.verdict in _OPEN]
        if open_:
            yield f"What a point above asks for, and its rules: --explain {open_[0]}"
        if not audit.findings:
            return
        longest = max(by_rule(audit.findings), key=len)
        name = longest[0].rule
        if len(longest) > _MOST and not self._whole:
            yield f"Every finding: --format markdown or --json, or of one rule: --only {name}"
        yield f"What a rule is for: --explain {name}"
