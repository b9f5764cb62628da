"""The inverse of adding features, leaving what the user made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold import tasks
from fastscaffold.errors import ConflictError, Message, UsageError
from fastscaffold.generators.capability_features import features_of_capabilities
from fastscaffold.generators.draft import Draft
from fastscaffold.generators.migration import drop_tables, perhaps_applied
from fastscaffold.generators.placement import Placement
from fastscaffold.generators.registration import router_edit
from fastscaffold.migrations import scan_tree
from fastscaffold.project.applied import applied_revisions, sqlite_file
from fastscaffold.requests import ConflictPolicy

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.migrations import RevisionGraph
    from fastscaffold.project.manifest import Manifest
    from fastscaffold.requests import Interaction, Options


def draft_removal(
    workspace: Workspace, names: Collection[str], options: Options, interaction: Interaction
) -> Draft:
    """Plan that features are taken out of a project.

    Raises:
        UsageError: there is no such feature.
        ConflictError: a feature that stays refers to one of them.
    """
    manifest = workspace.manifest
    going = tuple(sorted(set(names)))
    _check(going, manifest)
    placement = Placement(workspace.tree, options.on_conflict, interaction)
    draft = Draft(workspace, placement, notices=workspace.notices)
    project = manifest.project()
    placement.revert(project.main, router_edit(going, project.package))
    graph = scan_tree(workspace.tree)
    at = applied_revisions(workspace.root, workspace.tree)
    applied = None if at is None else graph.with_ancestors(at)
    gone = [
        each
        for revision, features in _by_revision(going, manifest, graph)
        for each in drop_tables(features, draft, applied=_applied(revision, applied, workspace))
    ]
    draft.warnings += perhaps_applied(gone)
    for name in going:
        for path, content in manifest.pristine("features", name).items():
            placement.remove(path, content.encode())
        manifest.remove("features", name)
    _tell_broken_imports(draft)
    return draft


def _applied(revision: str, applied: Collection[str] | None, workspace: Workspace) -> bool | None:
    """Whether a migration has to be taken for applied; None where nothing speaks for or against it.

    Args:
        revision: that of the migration.
        applied: those that the database has; None where that cannot be told.
        workspace: the project.
    """
    path = workspace.manifest.migration(revision).path
    if tasks.git_published(workspace.root, path):
        return True
    if applied is not None:
        return revision in applied
    file = sqlite_file(workspace.root, workspace.tree)
    cannot_be_read = file is not None and file.is_file()
    if cannot_be_read or tasks.git_committed(workspace.root, path) is not None:
        return True
    return None if file is None else False


def _by_revision(
    names: Sequence[str], manifest: Manifest, graph: RevisionGraph
) -> list[tuple[str, list[str]]]:
    """Features by the revision that creates their tables, the newest revision first."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(manifest.feature(name).migration, []).append(name)
    return sorted(found.items(), key=lambda item: (-len(graph.with_ancestors([item[0]])), item[0]))


def _tell_broken_imports(draft: Draft) -> None:
    """Say what files import that stay, as the user has changed them, from those that go.

    Where nobody has said that such files are to stay, that is reason enough to change nothing, and
    what other files import is said along with it.
    """
    # Loaded here: most removals leave no file behind.
    from fastscaffold.verify import broken_imports, examine_files  # noqa: PLC0415

    placement = draft.placement
    kept = [action.path for action in placement.kept if action.path.endswith(".py")]
    package = draft.workspace.manifest.project().package
    found = examine_files(placement.tree, package, kept).messages if kept else ()
    broken = [
        _broken(path, [each for each in found if each.path == path])
        for path in dict.fromkeys(each.path for each in found)
    ]
    if not broken or placement.policy is not ConflictPolicy.FAIL:
        draft.warnings += broken
        return
    way_out = "--on-conflict theirs removes the file, ours keeps it as it is."
    placement.issues += [replace(each, hint=f"{each.hint}\n{way_out}") for each in broken]
    actions = (*placement.tree.actions(), *placement.kept)
    placement.issues += broken_imports(placement.tree, package, actions)


def _broken(path: str | None, found: Sequence[Message]) -> Message:
    """One message of all that is wrong with a file that stays."""
    return Message(
        "remove.broken",
        "The file was changed since it was generated, so it stays, and would not work any more.",
        path,
        found[0].line,
        hint="\n".join(f"Line {each.line}: {each.message}" for each in found),
    )


def _check(names: Collection[str], manifest: Manifest) -> None:
    features = manifest.features()
    unknown = [_unknown(name, manifest) for name in names if name not in features]
    if unknown:
        raise UsageError(*unknown)
    references = {name: set(manifest.feature(name).references) for name in features}
    together = set(names)
    while more := {name for name in features if references[name] & together} - together:
        together |= more
    found = [
        Message(
            "feature.referenced",
            f"{', '.join(referring)} refer{'s' if len(referring) == 1 else ''} to {name}.",
            hint=f"Remove them together: fastscaffold remove-feature {' '.join(sorted(together))}",
        )
        for name in names
        if (
            referring := [
                other for other in features if other not in names and name in references[other]
            ]
        )
    ]
    if found:
        raise ConflictError(*found)


def _unknown(name: str, manifest: Manifest) -> Message:
    """Say that there is no such feature, or where it comes from that is none of ours."""
    capability = features_of_capabilities(manifest).get(name)
    if capability is not None:
        return Message(
            "feature.of-capability",
            f"{name!r} is part of the capability `{capability}`, which relies on it.",
            hint="A capability stays once it was added. To close the endpoints, take the "
            "router out of main.py, and the tests of them with it.",
        )
    features = manifest.features()
    hint = "There are: " + ", ".join(features) if features else None
    return Message("feature.unknown", f"There is no feature {name!r}.", hint=hint)
