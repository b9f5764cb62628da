"""Examines a project: its records, drift, migration heads, registration, and its code."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fastscaffold.errors import FastScaffoldError, Message, ProjectError
from fastscaffold.generators.capability_edits import capability_edits
from fastscaffold.generators.registration import unregistered
from fastscaffold.migrations import head_of
from fastscaffold.project.drift import MISSING, drift
from fastscaffold.project.records import record_problem
from fastscaffold.requests import Diagnosis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.generators.workspace import Workspace

_KINDS = ("features", "capabilities", "migrations")
_UNPARSED = frozenset({"verify.conflict", "verify.syntax"})
_DIRECTORIES = ("src", "tests", "migrations")


@dataclass(slots=True)
class _Findings:
    issues: list[Message] = field(default_factory=list[Message])
    notices: list[Message] = field(default_factory=list[Message])


def examine(workspace: Workspace) -> Diagnosis:
    """Say what is wrong with a project (issues), and what the user changed in it (notices).

    Raises:
        ProjectError: the record of the project itself is damaged.
    """
    findings = _Findings(notices=list(workspace.notices))
    workspace.manifest.project()
    sound = _records(workspace, findings)
    findings.issues += unregistered(workspace, sound["features"])
    findings.issues += _heads(workspace)
    _drift(workspace, sound, findings)
    _code(workspace, findings)
    return Diagnosis(workspace.root, tuple(findings.issues), (), tuple(findings.notices))


def _records(workspace: Workspace, findings: _Findings) -> dict[str, tuple[str, ...]]:
    """The names of each kind whose records can be relied on; the others are issues."""
    manifest = workspace.manifest
    sound: dict[str, tuple[str, ...]] = {"base": ("project",)}
    for kind in _KINDS:
        problems = {name: record_problem(manifest, kind, name) for name in manifest.recorded(kind)}
        findings.issues += [problem for problem in problems.values() if problem is not None]
        sound[kind] = tuple(name for name, problem in problems.items() if problem is None)
    return sound


def _drift(workspace: Workspace, records: dict[str, tuple[str, ...]], findings: _Findings) -> None:
    edited_by_us = _edited_by_us(workspace)
    for kind, names in records.items():
        for name in names:
            found = drift(workspace.manifest, kind, name)
            findings.issues += found.issues()
            findings.notices += [
                Message("doctor.changed", "Changed since it was generated.", path)
                for path in found.changed
                if path not in edited_by_us
            ]
            findings.notices += [
                Message("doctor.given-up", "The file was generated and is not there.", path)
                for path in found.given_up
            ]


def _edited_by_us(workspace: Workspace) -> frozenset[str]:
    """Base files that features and capabilities edit: they differ without the user's doing."""
    project = workspace.manifest.project()
    paths = {project.main}
    for name in workspace.manifest.capabilities():
        if name in workspace.catalogue.names():
            capability = workspace.catalogue.get(name)
            edits = capability_edits(capability, workspace.catalogue, project)
            paths |= {path for path, _ in edits}
    return frozenset(paths)


def _heads(workspace: Workspace) -> Iterator[Message]:
    try:
        head_of(workspace.tree)
    except FastScaffoldError as error:
        yield from error.messages


def _code(workspace: Workspace, findings: _Findings) -> None:
    """Files that do not parse, and imports that lead nowhere; no code is run."""
    from fastscaffold.verify import examine_files  # noqa: PLC0415 # only the doctor needs it

    tree = workspace.tree
    readable: list[str] = []
    unread: list[Message] = []
    for directory in _DIRECTORIES:
        for path in tree.files(directory, ".py"):
            try:
                tree.read(path)
            except ProjectError as error:
                unread += error.messages
            else:
                readable.append(path)
    missing = [each.path for each in findings.issues if each.path and each.code == MISSING]
    examined = examine_files(tree, workspace.manifest.project().package, readable, missing)
    # What was said of such a file before is the same, in other words.
    unparsed = {each.path for each in examined.messages if each.code in _UNPARSED}
    said = [each for each in findings.issues if each.path not in unparsed]
    found = [
        replace(each, code=each.code.replace("verify.", "doctor.")) for each in examined.messages
    ]
    findings.issues = [_with_importers(each, examined.importers) for each in said]
    places = {(each.path, each.line) for each in said}
    findings.issues += [each for each in (*unread, *found) if (each.path, each.line) not in places]


def _with_importers(issue: Message, importers: Mapping[str, Sequence[str]]) -> Message:
    """Name what fails for want of a file, in the place of an error for each."""
    found = importers.get(issue.path or "", ())
    if issue.code != MISSING or not found:
        return issue
    return replace(issue, hint=f"{issue.hint or ''} It is imported by {', '.join(found)}.".strip())
