"""``fastscaffold audit``."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fastscaffold.cli import options  # noqa: TC001 # read by typer
from fastscaffold.cli.options import exclusive
from fastscaffold.cli.session import Session
from fastscaffold.errors import Message, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
        typer.Option(
            "--explain",
            metavar="NAME",
            help="Explain a rule, a topic, a point of the report such as cors, or all; a topic"
            " that is a point, too, such as testing, as both.",
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Write the cures that are certain, and audit again.")
    ] = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
    no_input: options.NoInput = False,
    allow_dirty: options.AllowDirty = False,
) -> int:
    """Audit any FastAPI project.

    Nothing of it is imported or run, and nothing is changed without --fix. Reports a health check
    of eight signals, a security checklist of ten points, a quality score, and findings, each with
    its place and what would be right. Exits with 1 where a finding is at or above --fail-on, and
    with 3 where some file could not be read.
    """
    from fastscaffold import queries  # noqa: PLC0415 # help and wrong usage need none of it

    if explain is not None:
        return _explain(explain, _form(format, json=json), output)
    form = _form(format, json=json)
    names = [name for each in only or () for name in each.split(",") if name]
    session = Session(
        json=form is Format.JSON,
        yes=yes,
        no_input=no_input,
        dry_run=dry_run,
        allow_dirty=allow_dirty,
        shows_diff=True,
    )
    if fix:
        _refuse_reports(
            form, {"--output": output, "--baseline": baseline, "--write-baseline": write_baseline}
        )
        return _fix(path, names, session, fail_on)
    _refuse_without_fix(
        {"--dry-run": dry_run, "--yes": yes, "--no-input": no_input, "--allow-dirty": allow_dirty}
    )
    found = queries.audit_project(path, names)
    if baseline is not None:
        found = _without(found, baseline)
    if write_baseline is not None:
        from fastscaffold.audit.baseline import write_baseline as text  # noqa: PLC0415

        _write(write_baseline, text(found.findings))
    _report(found, form, output, whole=_are_rules(names))
    accepted = write_baseline is not None
    return _code(() if accepted else found.findings, fail_on, complete=not found.facts.unreadable)


def _explain(name: str, form: Format, output: Path | None) -> int:
    from fastscaffold import queries  # noqa: PLC0415

    if form in {Format.SARIF, Format.HTML}:
        raise UsageError(
            Message(
                "usage.exclusive",
                f"--explain and --format {form} exclude each other.",
                hint="An explanation is Markdown, or JSON with --json.",
            )
        )
    text = queries.explain(name, form.value)
    if output is None:
        typer.echo(text.rstrip("\n"))
    else:
        _write(output, text)
    return Exit.CLEAN


def _fix(path: Path, names: list[str], session: Session, fail_on: FailOn) -> int:
    from dataclasses import replace  # noqa: PLC0415

    from fastscaffold import pipeline  # noqa: PLC0415
    from fastscaffold.cli.fix_report import gathered  # noqa: PLC0415

    fixed = pipeline.fix_project(path, names, session.options, session.person)
    result = fixed.result
    if not session.json:
        notices = gathered(result.notices, fixed.left, path, names, session.report.out.width)
        result = replace(result, notices=notices)
    code = session.finish(result)
    if code:
        return code
    return _code(fixed.remaining, fail_on, complete=fixed.complete)


def _code(findings: Sequence[Finding], fail_on: FailOn, *, complete: bool) -> int:
    if not complete:
        return Exit.UNREADABLE
    failed = fail_on is not FailOn.NEVER and any(_fails(each, fail_on) for each in findings)
    return Exit.FINDINGS if failed else Exit.CLEAN


def _refuse_reports(form: Format, given: Mapping[str, Path | None]) -> None:
    flags = [name for name, value in given.items() if value is not None]
    if form not in {Format.TEXT, Format.JSON}:
        flags.append(f"--format {form}")
    if flags:
        raise UsageError(
            Message(
                "usage.exclusive",
                f"--fix and {flags[0]} exclude each other.",
                hint="Audit again afterwards for a report.",
            )
        )


def _refuse_without_fix(given: Mapping[str, bool]) -> None:
    flags = [name for name, value in given.items() if value]
    if flags:
        raise UsageError(
            Message(
                "usage.missing",
                f"{flags[0]} says how --fix is done, and there is none.",
                hint="An audit alone changes nothing.",
            )
        )


def _form(form: Format, *, json: bool) -> Format:
    if json and form not in {Format.TEXT, Format.JSON}:
        raise exclusive(form)
    return Format.JSON if json else form


def _without(found: Audit, path: Path) -> Audit:
    from dataclasses import replace  # noqa: PLC0415

    from fastscaffold.audit.baseline import read_baseline, without_known  # noqa: PLC0415
    from fastscaffold.cli.inputs import read_bounded  # noqa: PLC0415

    text = read_bounded(path, UsageError).decode("utf-8", errors="replace")
    new, held = without_known(found.findings, read_baseline(text, str(path)))
    return replace(found, findings=new, known=held)


def _report(found: Audit, form: Format, output: Path | None, *, whole: bool) -> None:
    from fastscaffold import queries  # noqa: PLC0415
    from fastscaffold.cli.audit_report import AuditReport  # noqa: PLC0415
    from fastscaffold.cli.terminal import Printer  # noqa: PLC0415

    if form is Format.TEXT:
        report = AuditReport(Printer(), plain=output is not None, whole=whole)
        text = "\n".join(report.lines(found)) + "\n"
    else:
        text = queries.audit_report(found, form.value)
    if output is None:
        Printer().raw(text)
    else:
        _write(output, text)


def _are_rules(names: Sequence[str]) -> bool:
    """Whether rules were asked for, and no topic of many: then every place is wanted."""
    from fastscaffold.audit.rules import rule  # noqa: PLC0415

    return bool(names) and all(rule(name) is not None for name in names)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            Message("file.unwritable", f"It cannot be written: {error.strerror}.", str(path))
        ) from error
    from fastscaffold.cli.terminal import Printer, visible  # noqa: PLC0415

    # Standard output may be a document.
    Printer(error=True).line(f"Written to {visible(str(path))}.")


def _fails(finding: Finding, fail_on: FailOn) -> bool:
    return finding.severity.reaches(type(finding.severity)(fail_on.value))
