"""Examines a project: drift, migration heads, registration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.errors import FastScaffoldError, Message
from fastscaffold.generators.capability import capability_edits
from fastscaffold.generators.registration import router_edit
from fastscaffold.migrations import head_of
from fastscaffold.project.drift import drift
from fastscaffold.requests import Diagnosis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.generators.workspace import Workspace


def examine(workspace: Workspace) -> Diagnosis:
    """Say what is wrong with a project (issues), and what the user changed in it (notices).

    Raises:
        ProjectError: a record is damaged.
    """
    manifest = workspace.manifest
    records = {
        "base": ("project",),
        "features": manifest.features(),
        "capabilities": manifest.capabilities(),
        "migrations": manifest.migrations(),
    }
    notices: list[Message] = list(workspace.notices)
    issues = [*_registration(workspace), *_heads(workspace)]
    edited_by_us = _edited_by_us(workspace)
    for kind, names in records.items():
        for name in names:
            found = drift(manifest, kind, name)
            issues += [
                Message(
                    "doctor.missing",
                    "The file was generated and is not there.",
                    path,
                    hint="Restore it from version control.",
                )
                for path in found.missing
            ]
            notices += [
                Message("doctor.changed", "The file was changed since it was generated.", path)
                for path in found.changed
                if path not in edited_by_us
            ]
    return Diagnosis(workspace.root, tuple(issues), (), tuple(notices))


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


def _registration(workspace: Workspace) -> Iterator[Message]:
    from fastscaffold.edits import Changed, Refused  # noqa: PLC0415 # brings a parser along

    manifest = workspace.manifest
    project = manifest.project()
    source = workspace.tree.read(project.main)
    if source is None:
        yield Message(
            "doctor.no-main", "The file that holds the application is missing.", project.main
        )
        return
    for name in manifest.features():
        match router_edit((name,), project.package).apply(source):
            case Changed():
                yield Message(
                    "doctor.not-registered",
                    f"The router of {name} is not included in the application.",
                    project.main,
                    hint=f"Put it back, or take it all out: fastscaffold remove-feature {name}",
                )
            case Refused(reason=reason, line=line):
                yield Message("doctor.unreadable", reason, project.main, line)
                return
            case _:
                pass
