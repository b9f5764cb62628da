"""Results, listings and diagnoses as text for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING

from fastscaffold.cli.diff import secret_diff, unified_diff
from fastscaffold.cli.excerpts import draw
from fastscaffold.cli.terminal import Printer, visible
from fastscaffold.project.settings import SECRET_FILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fastscaffold.cli.terminal import Colour
    from fastscaffold.errors import Excerpt, Message
    from fastscaffold.requests import CapabilityRow, Diagnosis, FeatureRow, Listing, Result, Routes
    from fastscaffold.tree.actions import Action

_WIDTH = 11
_COLOURS: dict[str, Colour] = {
    "create": "green",
    "edit": "yellow",
    "conflict": "red",
    "remove": "red",
    "skip": "cyan",
}
_RECORDS = ".fastscaffold/"
_LINE = 76
_TEXT = "\n\t"


class Report:
    """Writes what became of a command.

    Status words, notices and next commands go to standard output, issues and warnings to standard
    error, so that each stays readable when the other is piped away.

    Args:
        quiet: only issues and warnings.
        verbose: also codes of messages, and in diffs the tool's own records and removed files.
        folded: a line a folder instead of one a file, unless verbose.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False, folded: bool = False) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._folded = folded and not verbose
        self.out = Printer()
        self.err = Printer(error=True)

    def result(self, result: Result, *, actions_shown: bool = False) -> None:
        """Report a command that writes.

        Args:
            result: what the pipeline gave back.
            actions_shown: the status words were seen in the confirmation already.
        """
        if not self._quiet and result.plan is not None:
            if result.dry_run:
                self.diff(result.plan.actions)
            if not actions_shown:
                self.actions(result.plan.actions, planned=result.dry_run)
        told = result.plan.warnings if actions_shown and result.plan is not None else ()
        warnings = [each for each in result.warnings if each not in told]
        self.messages(result.issues, warnings, result.notices)
        if self._quiet:
            return
        if result.status == "unchanged" and not (result.plan and result.plan.changes):
            self.out.line("Nothing to do.")
        elif result.dry_run and not result.issues:
            self.out.line(self.out.style("Dry run: nothing was written.", dim=True))
        self._next(result.next)

    def actions(self, actions: Iterable[Action], *, planned: bool = False) -> None:
        """Write one status word and path a line, or fold the paths of a folder.

        Args:
            actions: those of a plan.
            planned: they are to be decided on: say also how much each removed file has.
        """
        listed = tuple(actions)
        if self._folded:
            self._folders(listed)
            return
        sizes = _sizes(listed) if planned else {}
        width = max((len(visible(path)) for path in sizes), default=0)
        for action in listed:
            path, size = visible(action.path), sizes.get(action.path)
            shown = path if size is None else f"{path:<{width}}  {_count(size, 'line'):>10}"
            self.out.line(f"{self._word(action.kind.value)}  {shown}")

    def _folders(self, actions: Sequence[Action]) -> None:
        counts = Counter((action.kind.value, folder_of(action.path)) for action in actions)
        width = max((len(visible(folder)) for _, folder in counts), default=0)
        for (kind, folder), count in sorted(counts.items()):
            shown = f"{visible(folder):<{width}}  {_count(count, 'file'):>9}"
            self.out.line(f"{self._word(kind)}  {shown}")
        capabilities = [name for action in actions if (name := _capability(action.path))]
        if capabilities:
            self.out.line("\nCapabilities:")
            for line in wrap(", ".join(capabilities), _LINE, break_on_hyphens=False):
                self.out.line(f"  {visible(line)}")

    def _word(self, kind: str) -> str:
        colour = _COLOURS.get(kind)
        word = f"{kind:>{_WIDTH}}"
        return self.out.style(word, colour, bold=colour == "red", dim=colour is None)

    def diff(self, actions: Iterable[Action]) -> None:
        """Write the unified diff of all changes.

        The tool's own records, and what removed files had, only if verbose: all of it is there to
        be read, and would hide the lines that are edited.
        """
        for action in actions:
            hidden = action.path.startswith(_RECORDS) or action.after is None
            if action.writes and (self._verbose or not hidden):
                self.file_diff(action.path, action.before, action.after)

    def file_diff(self, path: str, before: bytes | None, after: bytes | None) -> None:
        """Write the unified diff of one file; of one that holds secrets without these."""
        in_hunk = False
        made = secret_diff if path in SECRET_FILES else unified_diff
        for line in made(path, before, after):
            in_hunk = in_hunk or line.startswith("@@")
            # A terminal could be told to hide things; a file is to hold what `git apply` needs.
            shown = visible(line, keep=_TEXT) if self.out.is_terminal else line
            self.out.raw(self._diff_line(shown, in_hunk=in_hunk))

    def messages(
        self,
        issues: Iterable[Message] = (),
        warnings: Iterable[Message] = (),
        notices: Iterable[Message] = (),
    ) -> None:
        """Write messages, each with its place, the line there and, indented below, its hint.

        Notices that say the same of many places are one, with the places below.
        """
        for issue in issues:
            self._message(self.err, "error", "red", issue)
        for warning in warnings:
            self._message(self.err, "warning", "yellow", warning)
        if not self._quiet:
            for first, places in _alike(notices):
                self._message(self.out, "note", "cyan", first)
                for place in places:
                    self.out.line(f"    {visible(place)}")

    def listing(self, listing: Listing) -> None:
        """Write the features and capabilities of a project."""
        self.out.line(self.out.style("Features", bold=True))
        rows = [
            (row.name, row.class_name, row.path, _count(row.fields, "field"), _edited(row))
            for row in listing.features
        ]
        self._table(rows, empty="none yet: fastscaffold add-feature NAME")
        self.out.line()
        self.capabilities(listing.capabilities)

    def capabilities(self, capabilities: Iterable[CapabilityRow]) -> None:
        """Write each capability and whether it is in."""
        self.out.line(self.out.style("Capabilities", bold=True))
        rows = [(row.name, "in" if row.installed else "-", row.summary) for row in capabilities]
        self._table(rows, empty="none")

    def routes(self, routes: Routes) -> None:
        """Write a route a line; its application, too, where there are several."""
        rows: list[tuple[str, ...]] = [
            (row.method, row.path, row.permission, row.handler, f"{row.file}:{row.line}")
            for row in routes.rows
        ]
        if rows:
            rows.insert(0, ("Method", "Path", "Permission", "Handler", "File"))
        applications = ["Application", *(row.application for row in routes.rows)]
        if len({*applications[1:]} - {""}) > 1:
            rows = [(name, *row) for name, row in zip(applications, rows, strict=True)]
        self._table(rows, empty="no routes", has_heads=True)
        self.messages(routes.issues, routes.warnings, routes.notices)

    def diagnosis(self, diagnosis: Diagnosis) -> None:
        """Write the state of a project."""
        self.messages(diagnosis.issues, diagnosis.warnings, diagnosis.notices)
        if not self._quiet and not (diagnosis.issues or diagnosis.warnings or diagnosis.notices):
            self.out.line("Nothing is wrong with this project.")

    def _table(
        self, rows: Sequence[tuple[str, ...]], *, empty: str, has_heads: bool = False
    ) -> None:
        if not rows:
            self.out.line(f"  {self.out.style(empty, dim=True)}")
            return
        shown = [[visible(cell) for cell in row] for row in rows]
        widths = [max(len(row[column]) for row in shown) for column in range(len(shown[0]))]
        for number, row in enumerate(shown):
            cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
            line = f"  {'  '.join(cells)}".rstrip()
            is_head = has_heads and number == 0
            self.out.line(self.out.style(line, bold=True) if is_head else line)

    def _next(self, commands: Iterable[str]) -> None:
        for number, command in enumerate(commands):
            if number == 0:
                self.out.line("\nNext:")
            self.out.line(f"  {self.out.style(visible(command), bold=True)}")

    def _message(self, printer: Printer, word: str, colour: Colour, message: Message) -> None:
        place = f"{visible(message.location)}: " if message.location else ""
        code = f" [{visible(message.code)}]" if self._verbose else ""
        label = printer.style(f"{word}:", colour, bold=True)
        printer.line(f"{label} {place}{visible(message.message, keep=_TEXT)}{code}")
        if message.excerpt is not None:
            self._excerpt(printer, colour, message.excerpt, message.line)
        # Lines to paste stand in hints, so nothing in them is wrapped or stripped.
        for line in message.hint.split("\n") if message.hint else ():
            printer.line(f"    {visible(line, keep=_TEXT)}".rstrip())

    def _excerpt(
        self, printer: Printer, colour: Colour, excerpt: Excerpt, number: int | None
    ) -> None:
        margin = f"{'' if number is None else number:>4} |"
        below = f"{'|':>{len(margin)}}"
        text, carets = draw(excerpt, printer.width - len(margin) - 1, printer.encoding)
        printer.line(f"{printer.style(margin, 'cyan')} {text}".rstrip())
        printer.line(f"{printer.style(below, 'cyan')} {printer.style(carets, colour, bold=True)}")

    def _diff_line(self, line: str, *, in_hunk: bool) -> str:
        body = line.removesuffix("\n")
        if not in_hunk:
            styled = self.out.style(body, bold=True)
        elif body.startswith("@@"):
            styled = self.out.style(body, "cyan")
        elif body.startswith("+"):
            styled = self.out.style(body, "green")
        elif body.startswith("-"):
            styled = self.out.style(body, "red")
        else:
            styled = body
        return styled + line[len(body) :]


def folder_of(path: str) -> str:
    """The folder that a file is counted in: at the top, or a package below ``src/``."""
    parts = path.split("/")[:-1]
    depth = 2 if parts[:1] == ["src"] else 1
    return "".join(f"{part}/" for part in parts[:depth]) or "./"


def _alike(notices: Iterable[Message]) -> Iterator[tuple[Message, list[str]]]:
    """Each notice with the places that it goes on with, one that names many without its own."""
    groups: dict[Message, list[Message]] = {}
    for notice in notices:
        groups.setdefault(replace(notice, path=None, line=None, column=None), []).append(notice)
    for shared, group in groups.items():
        if len(group) == 1:
            yield group[0], []
        else:
            yield shared, [each.location for each in group if each.location is not None]


def _sizes(actions: Iterable[Action]) -> dict[str, int]:
    """How many lines each file has that is to be removed."""
    return {
        action.path: len((action.before or b"").splitlines())
        for action in actions
        if action.kind.value == "remove"
    }


def _capability(path: str) -> str:
    """The name of the capability that a file is the record of; empty for other files."""
    name = path.removeprefix(f"{_RECORDS}capabilities/")
    return "" if name == path else name.removesuffix(".json")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _edited(row: FeatureRow) -> str:
    return f"{_count(row.edited_files, 'file')} edited by hand" if row.edited_files else ""
