"""Generates features anew for a capability that came after them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.errors import Message, SpecError
from fastscaffold.generators.feature import plan_feature_files
from fastscaffold.generators.known import recorded_resource
from fastscaffold.model.permissions import AUTH, CACHE
from fastscaffold.render.ruff import configuration, format_files

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from fastscaffold.generators.draft import Draft
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.model.resource import Resource
    from fastscaffold.project.manifest import Manifest

# What features are generated otherwise with than without.
_ASKED_FOR = frozenset({AUTH, CACHE})
# The files of features by name, formatted.
_Files: TypeAlias = "dict[str, dict[str, str]]"
# Of a file, without the capability and with it; None where there is none.
_Versions: TypeAlias = "tuple[str | None, str | None]"
_IS_EDITED = "The file is not as it is generated, so it stays"
_AS_THE_ROUTER = "The file stays, as the router of its feature does"


@dataclass(frozen=True, slots=True)
class Later:
    """A capability that came after features that would be others with it.

    Attributes:
        capability: its name.
        code: of what is said.
        module: what a router imports once it has been changed, by us or by hand.
        router: what it means that the router of a feature stays as it is.
        others: what it means that another file stays, as the router does.
        behind: what it means that it stays where the router changes.
        labels: of the two versions of a file in diffs.
    """

    capability: str
    code: str
    module: str
    router: Callable[[str, Workspace], str]
    others: str
    behind: str
    labels: tuple[str, str]


def generate_anew(features: Sequence[str], later: Later, draft: Draft) -> None:
    """Let features be as they would be had the capability been there before.

    Files that are as they were generated are generated anew, and recorded so. What somebody has
    changed stays, and the draft says which lines would change it.
    """
    for name, (before, after) in _versions(features, later, draft.workspace).items():
        versions = {path: (before.get(path), after.get(path)) for path in (*before, *after)}
        changed = {path: pair for path, pair in versions.items() if pair[0] != pair[1]}
        _replace(name, changed, later, draft)


def router_of(name: str, workspace: Workspace) -> str:
    """The path of a feature's router."""
    return f"src/{workspace.manifest.project().package}/features/{name}/router.py"


def _replace(name: str, versions: Mapping[str, _Versions], later: Later, draft: Draft) -> None:
    """Generate one feature anew.

    Args:
        name: of the feature.
        versions: of each file that differs; one may be there in one of the versions only.
        later: what it is generated for.
        draft: receives the files, and what is to be said.
    """
    manifest, tree = draft.workspace.manifest, draft.placement.tree
    router = router_of(name, draft.workspace)
    pristine = manifest.pristine("features", name)
    current = {path: text for path in versions if (text := tree.read_text(path)) is not None}
    if router not in current or later.module in current[router]:
        return
    untouched = [
        path
        for path, (before, _) in versions.items()
        if current.get(path) == pristine.get(path) == before
    ]
    # The others expect what the router does: alone they would fail.
    anew = {path: versions[path][1] for path in untouched if router in untouched}
    for path, text in anew.items():
        if text is None:
            tree.delete(path)
        else:
            tree.write(path, text.encode())
    if anew:
        known = {path: text for path, text in (pristine | anew).items() if text is not None}
        manifest.write("features", name, manifest.feature(name), known)
        draft.tests += tuple(path for path, text in anew.items() if text and "/test_" in path)
    for path in [path for path in current if path not in anew]:
        why = _IS_EDITED if path not in untouched else _AS_THE_ROUTER
        if path == router:
            what = f"{why}: {later.router(name, draft.workspace)}"
            draft.warnings.append(_left(path, versions[path], what, later))
        else:
            what = f"{why}: {later.behind if router in anew else later.others}"
            draft.notices.append(_left(path, versions[path], what, later))


def _left(path: str, versions: _Versions, what: str, later: Later) -> Message:
    """Say that a file stays, what that means, and which lines would change it."""
    before, after = ((text or "").splitlines() for text in versions)
    diff = unified_diff(before, after, *later.labels, n=2, lineterm="")
    return Message(
        later.code,
        f"{what}.",
        path,
        hint="These lines would change that:\n" + "\n".join(diff),
    )


def _versions(
    features: Sequence[str], later: Later, workspace: Workspace
) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """The files of each feature without the capability and with it.

    Of what else came later a feature may know nothing either: it is compared with what it was
    generated as, and otherwise taken for one that knows all.
    """
    manifest = workspace.manifest
    present = frozenset(manifest.capabilities()) - {later.capability}
    all_known = _pairs(features, later, workspace, present)
    other = [name for name in all_known if not _is_as_recorded(all_known[name][0], manifest, name)]
    none_known = _pairs(other, later, workspace, present - _ASKED_FOR)
    return all_known | {
        name: pair for name, pair in none_known.items() if _is_as_recorded(pair[0], manifest, name)
    }


def _pairs(
    features: Sequence[str], later: Later, workspace: Workspace, present: frozenset[str]
) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    before = _rendered(features, workspace, present)
    after = _rendered(features, workspace, present | {later.capability})
    return {name: (files, after[name]) for name, files in before.items()}


def _is_as_recorded(files: Mapping[str, str], manifest: Manifest, name: str) -> bool:
    pristine = manifest.pristine("features", name)
    return all(pristine.get(path) == text for path, text in files.items())


def _rendered(features: Sequence[str], workspace: Workspace, present: Collection[str]) -> _Files:
    """The files of features, or of those that can be with these capabilities, formatted."""
    project = workspace.manifest.project()
    files = {
        resource.names.feature: plan_feature_files(
            resource, package=project.package, python=project.python, has_auth=AUTH in present
        )
        for resource in (_resource(name, workspace, present) for name in features)
        if resource is not None
    }
    formatted = format_files(
        {path: content for rendered in files.values() for path, content in rendered.items()},
        config=configuration(workspace.tree.read_text),
        package=project.package,
        prunes_imports=True,
    )
    return {
        name: {path: formatted[path].decode() for path in rendered}
        for name, rendered in files.items()
    }


def _resource(name: str, workspace: Workspace, present: Collection[str]) -> Resource | None:
    try:
        return recorded_resource(name, workspace.manifest, present)
    except SpecError:
        # It asks for one of them itself, so it has known it from the beginning.
        return None
