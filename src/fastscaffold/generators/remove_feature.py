"""The inverse of adding a feature, leaving what the user made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold import tasks
from fastscaffold.errors import ConflictError, Message, UsageError
from fastscaffold.generators.draft import Draft
from fastscaffold.generators.known import feature_circle
from fastscaffold.generators.migration import drop_tables
from fastscaffold.generators.placement import Placement
from fastscaffold.generators.registration import router_edit
from fastscaffold.migrations import scan_tree
from fastscaffold.project.applied import applied_revisions

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.project.manifest import Manifest
    from fastscaffold.requests import Interaction, Options


def draft_removal(
    workspace: Workspace, name: str, options: Options, interaction: Interaction
) -> Draft:
    """Plan that one feature is taken out of a project.

    Raises:
        UsageError: there is no such feature.
        ConflictError: another feature refers to it.
    """
    manifest = workspace.manifest
    _check(name, manifest)
    placement = Placement(workspace.tree, options.on_conflict, interaction)
    draft = Draft(workspace, placement, notices=workspace.notices)
    project = manifest.project()
    placement.revert(project.main, router_edit((name,), project.package))
    drop_tables(name, draft, applied=_may_be_applied(name, workspace))
    for path, content in manifest.pristine("features", name).items():
        placement.remove(path, content.encode())
    manifest.remove("features", name)
    return draft


def _check(name: str, manifest: Manifest) -> None:
    features = manifest.features()
    if name not in features:
        _check_owner(name, manifest)
        raise UsageError(
            Message(
                "feature.unknown",
                f"There is no feature {name!r}.",
                hint="There are: " + ", ".join(features) if features else None,
            )
        )
    referring = [
        other for other in features if other != name and name in manifest.feature(other).references
    ]
    if referring:
        circle = feature_circle(name, manifest)
        raise ConflictError(
            Message(
                "feature.referenced",
                f"{', '.join(referring)} refer{'s' if len(referring) == 1 else ''} to {name}.",
                hint=_first(referring, circle)
                if len(circle) > 1
                else f"Remove {referring[0]} first.",
            )
        )


def _check_owner(name: str, manifest: Manifest) -> None:
    """Say where a feature comes from that is none of ours.

    Raises:
        UsageError: it is part of a capability.
    """
    folder = f"src/{manifest.project().package}/features/{name}/"
    for capability in manifest.capabilities():
        files = manifest.pristine("capabilities", capability)
        if any(path.startswith(folder) for path in files):
            raise UsageError(
                Message(
                    "feature.of-capability",
                    f"{name!r} is part of the capability `{capability}`, which relies on it.",
                    hint="A capability stays once it was added. To close the endpoints, take the "
                    "router out of main.py, and the tests of them with it.",
                )
            )


def _first(referring: Sequence[str], circle: Collection[str]) -> str:
    """What to do where features refer to each other: no one of them can go before the others."""
    outside = [other for other in referring if other not in circle]
    if outside:
        return f"Remove {outside[0]} first."
    names = ", ".join(sorted(circle))
    return f"{names} refer to each other: take the relations out of their code before."


def _may_be_applied(name: str, workspace: Workspace) -> bool:
    """Whether a database, here or elsewhere, may have the feature's table."""
    manifest = workspace.manifest
    revision = manifest.feature(name).migration
    graph = scan_tree(workspace.tree)
    reached = set(applied_revisions(workspace.root, workspace.tree))
    waiting = list(reached)
    while waiting:
        known = graph.revisions.get(waiting.pop())
        parents = set(known.parents if known is not None else ()) - reached
        reached |= parents
        waiting += parents
    if revision in reached:
        return True
    return tasks.git_published(workspace.root, manifest.migration(revision).path)
