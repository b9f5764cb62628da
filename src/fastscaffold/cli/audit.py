"""``fastscaffold audit``."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fastscaffold.cli.options import exclusive
from fastscaffold.errors import Message, UsageError

if TYPE_CHECKING:
    from fastscaffold.audit.audit import Audit
    from fastscaffold.audit.findings import Finding


class Format(StrEnum):
    """How an audit can be reported."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    MARKDOWN = "markdown"
    HTML = "html"


class FailOn(StrEnum):
    """From which severity on findings fail a run."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    NEVER = "never"


class Exit(IntEnum):
    """Exit codes of an audit."""

    CLEAN = 0
    FINDINGS = 1
    UNREADABLE = 3


def command(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="The project.", show_default="here")
    ] = Path(),
    *,
    format: Annotated[  # noqa: A002 # the name of the flag
        Format, typer.Option("--format", help="How it is reported.")
    ] = Format.TEXT,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write the report to a file.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="A topic such as security, or a rule."),
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="The severity from which findings fail the run.")
    ] = FailOn.P0,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Leave out what was there before."),
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option("--write-baseline", metavar="FILE", help="Accept what is there now."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="RULE", help="Explain a rule, or all."),
    ] = None,
) -> int:
    """Audit any FastAPI project.

    Nothing of it is imported, run or changed. Reports a health check of eight signals, a security
    checklist of ten points, a quality score, and findings, each with its place and what would be
    right. Exits with 1 where a finding is at or above --fail-on, and with 3 where some file could
    not be read.
    """
    from fastscaffold import pipeline  # noqa: PLC0415 # help and wrong usage need none of it

    if explain is not None:
        typer.echo(pipeline.explain_rule(explain).rstrip("\n"))
        return Exit.CLEAN
    form = _form(format, json=json)
    names = [name for each in only or () for name in each.split(",") if name]
    found = pipeline.audit_project(path, names)
    if baseline is not None:
        found = _without(found, baseline)
    if write_baseline is not None:
        from fastscaffold.audit.baseline import write_baseline as text  # noqa: PLC0415

        _write(write_baseline, text(found.findings))
    _report(found, form, output)
    if found.facts.unreadable:
        return Exit.UNREADABLE
    accepted = write_baseline is not None or fail_on is FailOn.NEVER
    failed = not accepted and any(_fails(each, fail_on) for each in found.findings)
    return Exit.FINDINGS if failed else Exit.CLEAN


def _form(form: Format, *, json: bool) -> Format:
    if json and form not in {Format.TEXT, Format.JSON}:
        raise exclusive(form)
    return Format.JSON if json else form


def _without(found: Audit, path: Path) -> Audit:
    from dataclasses import replace  # noqa: PLC0415

    from fastscaffold.audit.baseline import new_findings, read_baseline  # noqa: PLC0415
    from fastscaffold.cli.inputs import read_bounded  # noqa: PLC0415

    text = read_bounded(path, UsageError).decode("utf-8", errors="replace")
    return replace(found, findings=new_findings(found.findings, read_baseline(text, str(path))))


def _report(found: Audit, form: Format, output: Path | None) -> None:
    from fastscaffold import pipeline  # noqa: PLC0415
    from fastscaffold.cli.audit_report import AuditReport  # noqa: PLC0415
    from fastscaffold.cli.terminal import Printer  # noqa: PLC0415

    if form is Format.TEXT:
        report = AuditReport(Printer(), plain=output is not None)
        text = "\n".join(report.lines(found)) + "\n"
    else:
        text = pipeline.audit_report(found, form.value)
    if output is None:
        Printer().raw(text)
    else:
        _write(output, text)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            Message("file.unwritable", f"It cannot be written: {error.strerror}.", str(path))
        ) from error


def _fails(finding: Finding, fail_on: FailOn) -> bool:
    return finding.severity.reaches(type(finding.severity)(fail_on.value))
