"""Adds a capability: its files, and its edits of files that are there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from zlib import crc32

from fastscaffold import __version__
from fastscaffold.errors import Message, UsageError
from fastscaffold.generators.capability_edits import capability_edits, derived_secret
from fastscaffold.generators.deployments import before_deployment
from fastscaffold.generators.draft import Draft
from fastscaffold.generators.placement import Placement
from fastscaffold.generators.services import service_edits
from fastscaffold.model.permissions import AUTH, CACHE
from fastscaffold.project.lowest_python import lowest_python
from fastscaffold.project.manifest import CapabilityRecord, MigrationRecord
from fastscaffold.render.folder import render_folder
from fastscaffold.render.ruff import configuration, format_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from fastscaffold.capabilities.capability import Capability
    from fastscaffold.edits import Edit
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.migrations import NewRevision
    from fastscaffold.requests import Interaction, Options


def draft_capabilities(
    workspace: Workspace,
    names: Sequence[str],
    options: Options,
    interaction: Interaction,
    *,
    protect: bool = False,
) -> Draft:
    """Plan capabilities, and those that they require, for a project.

    Args:
        workspace: the project.
        names: of the capabilities.
        options: how it is done.
        interaction: is asked about files that stand in the way.
        protect: whether features that were added before there were users are closed.

    Raises:
        UsageError: an unknown name, capabilities that exclude each other, or nothing that
            features could be protected by.
        ConflictError: a feature has the name of one that a capability brings.
    """
    known = workspace.catalogue
    installed = workspace.capabilities
    chosen = known.with_requirements([*names, *installed])
    if protect and AUTH not in {item.name for item in chosen}:
        raise UsageError(
            Message(
                "usage.needs-auth",
                "Features are protected by `auth`, which the project has not.",
                hint="fastscaffold add auth --protect-features",
            )
        )
    placement = Placement(workspace.tree, options.on_conflict, interaction)
    draft = Draft(workspace, placement, notices=workspace.notices)
    added = [item for item in chosen if item.name not in installed]
    if workspace.manifest.features() and any(known.features(item.name) for item in added):
        # Loaded here: it reads specs, which most capabilities have none of.
        from fastscaffold.generators.capability_features import (  # noqa: PLC0415
            check_present_features,
        )

        check_present_features(added, workspace)
    add_all(added, draft)
    if protect or AUTH in {item.name for item in chosen} - set(installed):
        # Loaded here: it renders features, which no other capability has to do with.
        from fastscaffold.generators.protect import (  # noqa: PLC0415
            protect_features,
            still_public,
        )

        if protect:
            protect_features(draft)
        else:
            draft.warnings += still_public(draft)
    if CACHE in {item.name for item in chosen} - set(installed):
        from fastscaffold.generators.caching import cache_features  # noqa: PLC0415 # as above

        cache_features(draft)
    draft.notices += before_deployment(added)
    migrate = ("make migrate",) if any(known.tables(item.name) for item in added) else ()
    draft.next = ("make install", *migrate, "make test")
    return draft


def add_all(capabilities: Iterable[Capability], draft: Draft) -> None:
    """Put capabilities into a project, in an order in which each finds what it requires."""
    project = draft.workspace.manifest.project()
    variables = {
        "project_name": project.name,
        "slug": dns_label(project.name),
        "edge": edge_network(project.name),
        "package": project.package,
        # Images of the Python that the project was made for would refuse a newer one's project.
        "python": lowest_python(draft.workspace.tree) or project.python,
        "database": project.database,
    }
    config = configuration(draft.workspace.tree.read_text)
    rendered = {
        item.name: render_folder(draft.workspace.catalogue.files(item.name), variables)
        for item in capabilities
    }
    joint = _joint_files(rendered, draft.workspace, variables)
    for name in rendered:
        rendered[name] |= joint.pop(name, {})
    sources = {
        path: content
        for files in (*rendered.values(), *joint.values())
        for path, content in files.items()
    }
    revisions = _revisions(rendered, draft.workspace)
    sources |= {revision.path: revision.text.encode() for revision in revisions.values()}
    formatted = sources | format_files(
        {path: content for path, content in sources.items() if path.endswith(".py")},
        config=config,
        package=project.package,
    )
    edits: dict[str, list[Edit]] = {}
    for name, files in rendered.items():
        _add(name, {path: formatted[path] for path in files}, draft)
        if (revision := revisions.get(name)) is not None:
            _add_revision(revision, formatted[revision.path], draft)
        for path, edit in _edits(name, draft):
            edits.setdefault(path, []).append(edit)
    for name, files in joint.items():
        _add(name, {path: formatted[path] for path in files}, draft)
    for path, made in edits.items():
        draft.placement.edit_all(path, made)
    _add_services(rendered, draft)


def _joint_files(
    added: Collection[str], workspace: Workspace, variables: Mapping[str, str]
) -> dict[str, dict[str, bytes]]:
    """What each capability brings where another is there too, unless both were there before."""
    known = workspace.catalogue
    present = {*workspace.capabilities, *added}
    files: dict[str, dict[str, bytes]] = {}
    for name in sorted(present):
        for other, folder in known.files_with(name).items():
            if other in present and (name in added or other in added):
                files.setdefault(name, {}).update(render_folder(folder, variables))
    return files


def dns_label(name: str) -> str:
    """A project's name as RFC 1123 has the labels of hosts: lower case, digits and dashes."""
    return name.lower().replace("_", "-").strip("-")


def edge_network(name: str) -> str:
    """The network of a project's proxy: the first three numbers of its addresses.

    Out of 198.18.0.0/15, which nobody routes, and no network is given that asks for none. Projects
    of different names seldom have the same.
    """
    number = crc32(name.encode())
    return f"198.{18 + number // 256 % 2}.{number % 256}"


def _revisions(
    rendered: Mapping[str, Mapping[str, bytes]], workspace: Workspace
) -> dict[str, NewRevision]:
    if all(workspace.catalogue.tables(name) is None for name in rendered):
        return {}
    # Loaded here: most capabilities bring no tables, and it takes as long as all the rest.
    from fastscaffold.generators.capability_tables import plan_tables  # noqa: PLC0415

    return plan_tables(rendered, workspace)


def _add(name: str, files: Mapping[str, bytes], draft: Draft) -> None:
    manifest, placement = draft.workspace.manifest, draft.placement
    for path, content in files.items():
        placement.create(path, content)
    record = CapabilityRecord(name=name, tool=__version__)
    pristine: dict[str, str] = {}
    if name in manifest.capabilities():
        record, pristine = manifest.capability(name), manifest.pristine("capabilities", name)
    pristine |= {path: content.decode() for path, content in files.items()}
    manifest.write("capabilities", name, record, pristine)
    draft.tests += tuple(path for path in files if "/test_" in path)


def _add_revision(revision: NewRevision, content: bytes, draft: Draft) -> None:
    draft.placement.create(revision.path, content)
    record = MigrationRecord(path=revision.path, features=(), tool=__version__)
    pristine = {revision.path: content.decode()}
    draft.workspace.manifest.write("migrations", revision.id, record, pristine)


def _edits(name: str, draft: Draft) -> Iterator[tuple[str, Edit]]:
    """Pairs of path and edit that a capability makes in the project."""
    workspace = draft.workspace
    environment = workspace.tree.read_text(".env")
    for path, edit in capability_edits(
        workspace.catalogue.get(name),
        workspace.catalogue,
        workspace.manifest.project(),
        partial(derived_secret, environment or ""),
    ):
        if path != ".env" or environment is not None:
            yield path, edit


def _add_services(added: Collection[str], draft: Draft) -> None:
    """Name services where they are used, unless both sides were there, and it was done, before."""
    workspace = draft.workspace
    known = workspace.catalogue
    package = workspace.manifest.project().package
    present = workspace.capabilities
    edits: dict[tuple[str, str], list[Edit]] = {}
    for user in present:
        for provider in present:
            if user not in added and provider not in added:
                continue
            for path, edit in service_edits(user, known.get(provider), known, package):
                edits.setdefault((user, path), []).append(edit)
    for (user, path), made in edits.items():
        draft.placement.edit_all(path, made)
        _remember_edits(user, path, made, workspace)


def _remember_edits(name: str, path: str, edits: Sequence[Edit], workspace: Workspace) -> None:
    """Make edits of ours in what is remembered too, so that they are not taken for the user's."""
    from fastscaffold.edits import child  # noqa: PLC0415 # brings the parsers along

    manifest = workspace.manifest
    pristine = manifest.pristine("capabilities", name)
    if path not in pristine:
        return
    before = pristine[path].encode()
    after = child.apply_all(tuple(edits), before).content
    if after != before:
        files = pristine | {path: after.decode()}
        manifest.write("capabilities", name, manifest.capability(name), files)
