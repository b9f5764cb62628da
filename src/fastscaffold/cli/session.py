"""One run of a command: what it may ask, what it passes on, and how it reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastscaffold.cli.interaction import Person
from fastscaffold.cli.report import Report
from fastscaffold.cli.terminal import has_terminal
from fastscaffold.errors import ExitCode, Message, UsageError
from fastscaffold.requests import ConflictPolicy, Options, VerifyLevel

if TYPE_CHECKING:
    from fastscaffold.requests import Diagnosis, Listing, Result, Routes


@dataclass(slots=True)
class Session:
    """The shared flags of a command, and what follows from them.

    Attributes:
        json: one JSON document on standard output; implies that nothing is asked.
        yes: take defaults.
        no_input: never ask.
        check: plan only, and exit 3 where there is something to do.
        folded: report a line a folder instead of one a file.
        shows_diff: show the diff of a plan before asking, not only which files it changes.
    """

    json: bool = False
    yes: bool = False
    no_input: bool = False
    quiet: bool = False
    verbose: bool = False
    dry_run: bool = False
    check: bool = False
    folded: bool = False
    shows_diff: bool = False
    on_conflict: ConflictPolicy | None = None
    verify: VerifyLevel = VerifyLevel.STATIC
    allow_dirty: bool = False
    report: Report = field(init=False)
    person: Person = field(init=False)

    def __post_init__(self) -> None:
        """Make what reports and asks."""
        self.report = Report(quiet=self.quiet, verbose=self.verbose, folded=self.folded)
        self.person = Person(self.report, asks=self.asks, shows_diff=self.shows_diff)

    @property
    def asks(self) -> bool:
        """Whether a person is there and wants to be asked."""
        return not (self.json or self.yes or self.no_input) and has_terminal()

    @property
    def options(self) -> Options:
        """What the pipeline gets to know of the flags."""
        default = ConflictPolicy.ASK if self.asks else ConflictPolicy.FAIL
        return Options(
            dry_run=self.dry_run or self.check,
            on_conflict=self.on_conflict or default,
            verify=self.verify,
            allow_dirty=self.allow_dirty,
            agreed=self.yes or self.asks,
        )

    def missing(self, what: str, flags: str) -> UsageError:
        """The error for a question that may not be asked.

        Args:
            what: the beginning of a sentence, such as ``A name``.
            flags: what to type instead, such as ``--fields or --spec``.
        """
        return UsageError(
            Message("usage.missing", f"{what} is needed: {flags}.", hint="See --help.")
        )

    def finish(self, result: Result) -> int:
        """Report the result of a command that writes; return the exit code."""
        if self.json:
            from fastscaffold.cli.document import result_document  # noqa: PLC0415

            self.report.out.line(result_document(result))
        else:
            self.report.result(result, actions_shown=self.person.shown)
        pending = result.plan is not None and result.plan.changes
        if self.check and result.exit_code == ExitCode.OK and pending:
            return ExitCode.PENDING
        return int(result.exit_code)

    def finish_listing(self, listing: Listing, *, features: bool = True) -> int:
        """Report what a project is made of; return the exit code."""
        if self.json:
            from fastscaffold.cli.document import listing_document  # noqa: PLC0415

            self.report.out.line(listing_document(listing))
        elif features:
            self.report.listing(listing)
        else:
            self.report.capabilities(listing.capabilities)
        return ExitCode.OK

    def finish_routes(self, routes: Routes) -> int:
        """Report what a project serves; return the exit code."""
        if self.json:
            from fastscaffold.cli.document import routes_document  # noqa: PLC0415

            self.report.out.line(routes_document(routes))
        else:
            self.report.routes(routes)
        return ExitCode.PENDING if routes.issues else ExitCode.OK

    def finish_diagnosis(self, diagnosis: Diagnosis) -> int:
        """Report the state of a project; return the exit code."""
        if self.json:
            from fastscaffold.cli.document import diagnosis_document  # noqa: PLC0415

            self.report.out.line(diagnosis_document(diagnosis))
        else:
            self.report.diagnosis(diagnosis)
        return ExitCode.CONFLICT if diagnosis.issues else ExitCode.OK
