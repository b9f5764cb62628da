"""The cures of an audit as a draft, and what they close and leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.audit import check_names, check_python
from fastscaffold.audit.mending import mend
from fastscaffold.audit.rules import rule
from fastscaffold.errors import Message, ProjectError
from fastscaffold.generators.draft import Draft
from fastscaffold.generators.placement import Placement
from fastscaffold.generators.workspace import open_directory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from fastscaffold.audit.findings import Finding
    from fastscaffold.audit.mending import Mended
    from fastscaffold.requests import Interaction, Options, Result


# Of one rule; an audit names all.
_MOST = 10


@dataclass(frozen=True, slots=True)
class Fixes:
    """A draft of cures, and what they come to.

    Attributes:
        found: findings that are there before.
        remaining: findings that are there afterwards.
        left: those of them that no cure is for, which the draft has a notice of each.
        complete: whether every file could be read.
    """

    draft: Draft
    found: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    left: tuple[Finding, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Fixed:
    """What became of a draft of cures.

    Attributes:
        result: as of every command that writes.
        remaining: findings that are there now.
        left: those of them that no cure is for.
        complete: whether every file could be read.
    """

    result: Result
    remaining: tuple[Finding, ...]
    left: tuple[Finding, ...]
    complete: bool


def draft_fixes(
    root: Path, only: Collection[str], options: Options, interaction: Interaction
) -> Fixes:
    """Plan the certain cures of a project's findings.

    Args:
        root: the project, which fastscaffold need not have made.
        only: topics, identifiers or names of rules; all by default.
        options: the flags of every writing command.
        interaction: asked nothing here; the draft passes it on.

    Raises:
        ProjectError: the directory cannot be read or holds no Python, or another run holds it.
        UsageError: there is no such topic or rule.
    """
    check_names(only)
    if not root.is_dir():
        raise ProjectError(Message("audit.directory", "There is no such directory.", str(root)))
    workspace = open_directory(root.absolute())
    tree = workspace.tree
    mended = mend(workspace.root, only, tree.read)
    check_python(mended.before)
    left = tuple(each for each in mended.after.findings if each not in mended.skipped)
    for path, content in mended.files.items():
        tree.write(path, content)
    draft = Draft(
        workspace,
        Placement(tree, options.on_conflict, interaction),
        warnings=list(_warnings(mended)),
        notices=[
            *workspace.notices,
            *_closed(mended, planned=options.dry_run),
            *map(_remains, left),
        ],
        next=(*mended.next, *_commands(mended.after.findings)),
    )
    return Fixes(
        draft,
        tuple(mended.before.findings),
        tuple(mended.after.findings),
        left,
        complete=not mended.after.facts.unreadable,
    )


def _warnings(mended: Mended) -> Iterator[Message]:
    for finding in mended.new:
        if finding in mended.skipped:
            # What a closed one hid is no new fault, and is said below.
            continue
        yield _message("fix.new", finding, f"New: {finding.message}", finding.fix)
    for group in _by_rule(mended.skipped):
        for finding in group[:_MOST]:
            hint = f"{mended.skipped[finding]} {finding.fix}"
            yield _message("fix.skipped", finding, f"Left as it is: {finding.message}", hint)
        if len(group) > _MOST:
            more = f"Left as they are: {len(group) - _MOST} more."
            yield _message("fix.skipped", group[_MOST], more)


def _closed(mended: Mended, *, planned: bool) -> Iterator[Message]:
    done = "Would be closed" if planned else "Closed"
    for group in _by_rule(mended.closed):
        for finding in group[:_MOST]:
            yield _message("fix.closed", finding, f"{done}: {finding.message}")
        if len(group) > _MOST:
            yield _message("fix.closed", group[_MOST], f"{done}: {len(group) - _MOST} more.")


def _remains(finding: Finding) -> Message:
    hint = finding.fix if finding.command is None else f"{finding.fix} Or: {finding.command}"
    return _message("fix.remains", finding, f"Remains: {finding.message}", hint)


def _by_rule(findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.rule, []).append(finding)
    return groups.values()


def _commands(findings: Collection[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.command for each in findings if each.command is not None))


def _message(code: str, finding: Finding, text: str, hint: str | None = None) -> Message:
    found = rule(finding.rule)
    name = finding.rule if found is None else f"{found.id} {found.name}"
    return Message(
        code, f"{finding.severity.value} {name}. {text}", finding.path, finding.line, hint=hint
    )
