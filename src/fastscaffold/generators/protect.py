"""Closes the endpoints of features that were added while a project had no users."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.errors import Message, SpecError
from fastscaffold.generators.feature import plan_feature_files
from fastscaffold.generators.known import recorded_resource
from fastscaffold.generators.registration import API_PREFIX
from fastscaffold.model.permissions import AUTH
from fastscaffold.model.resource import Names
from fastscaffold.render.ruff import format_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.generators.draft import Draft
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.model.resource import Resource

CODE = "feature.public"
# Of a file, without users and with them; None where there is none.
_Versions: TypeAlias = "tuple[str | None, str | None]"
# What stands in a router that somebody has closed by hand.
_AUTH_MODULE = ".features.auth.dependencies"


def still_public(workspace: Workspace) -> list[Message]:
    """Name the endpoints that were made when the project had no users."""
    return [
        Message(
            CODE,
            f"Everybody may still call {_endpoints(name, workspace)}.",
            _router(name, workspace),
            hint="--protect-features closes those that are as they were generated; docs/auth.md "
            "shows the line that does so by hand.",
        )
        for name in workspace.manifest.features()
    ]


def protect_features(draft: Draft) -> None:
    """Let the endpoints of all features be as they would be had the project had users before.

    Files that are as they were generated are generated anew, and recorded so. What somebody has
    changed stays, and the draft says which lines would close it.
    """
    workspace = draft.workspace
    features = workspace.manifest.features()
    opened = _rendered(features, workspace, auth=False)
    closed = _rendered(features, workspace, auth=True)
    for name, before in opened.items():
        after = closed[name]
        versions = {path: (before.get(path), after.get(path)) for path in (*before, *after)}
        _protect(name, {path: pair for path, pair in versions.items() if pair[0] != pair[1]}, draft)


def _protect(name: str, versions: Mapping[str, _Versions], draft: Draft) -> None:
    """Close one feature.

    Args:
        name: of the feature.
        versions: of each file that differs, as it is generated without users and with them; what
            is embedded for everybody may need a file more than what is embedded for users.
        draft: receives the files, and what is to be said.
    """
    manifest, tree = draft.workspace.manifest, draft.placement.tree
    router = _router(name, draft.workspace)
    pristine = manifest.pristine("features", name)
    current = {path: text for path in versions if (text := tree.read_text(path)) is not None}
    if router not in current or _AUTH_MODULE in current[router]:
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
        if path == router:
            what = f"for everybody are {_endpoints(name, draft.workspace)}"
            draft.warnings.append(_left(path, versions[path], what))
        else:
            what = "it goes with endpoints for everybody"
            draft.notices.append(_left(path, versions[path], what))


def _left(path: str, versions: _Versions, what: str) -> Message:
    """Say that a file stays, what that means, and which lines would change it."""
    before, after = ((text or "").splitlines() for text in versions)
    diff = unified_diff(before, after, "without users", "with users", n=2, lineterm="")
    return Message(
        CODE,
        f"The file is not as it is generated, so it stays: {what}.",
        path,
        hint="These lines would change that:\n" + "\n".join(diff),
    )


def _rendered(
    features: tuple[str, ...], workspace: Workspace, *, auth: bool
) -> dict[str, dict[str, str]]:
    """The files of features with users, or of those that can be without, formatted."""
    manifest = workspace.manifest
    project = manifest.project()
    files = {
        resource.names.feature: plan_feature_files(
            resource, package=project.package, python=project.python, has_auth=auth
        )
        for resource in (_resource(name, workspace, auth=auth) for name in features)
        if resource is not None
    }
    formatted = format_files(
        {path: content for rendered in files.values() for path, content in rendered.items()},
        config=workspace.tree.read_text("pyproject.toml"),
        package=project.package,
        prunes_imports=True,
    )
    return {
        name: {path: formatted[path].decode() for path in rendered}
        for name, rendered in files.items()
    }


def _resource(name: str, workspace: Workspace, *, auth: bool) -> Resource | None:
    manifest = workspace.manifest
    if auth:
        return recorded_resource(name, manifest)
    others = [capability for capability in manifest.capabilities() if capability != AUTH]
    try:
        return recorded_resource(name, manifest, others)
    except SpecError:
        # It asks for users itself, so it was never open.
        return None


def _router(name: str, workspace: Workspace) -> str:
    return f"src/{workspace.manifest.project().package}/features/{name}/router.py"


def _endpoints(name: str, workspace: Workspace) -> str:
    names = Names(**workspace.manifest.feature(name).names)
    path = f"{API_PREFIX}{names.path}"
    return f"GET and POST {path}, and GET, PATCH and DELETE {path}/{{{names.singular}_id}}"
