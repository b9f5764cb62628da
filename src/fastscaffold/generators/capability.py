"""Adds a capability: its files, and its edits of files that are there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.generators.capability_edits import capability_edits, derived_secret
from fastscaffold.generators.draft import Draft
from fastscaffold.generators.placement import Placement
from fastscaffold.generators.services import service_edits
from fastscaffold.project.manifest import CapabilityRecord
from fastscaffold.render.folder import render_folder
from fastscaffold.render.ruff import format_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from fastscaffold.capabilities.capability import Capability
    from fastscaffold.edits import Edit
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.requests import Interaction, Options


def draft_capabilities(
    workspace: Workspace, names: Sequence[str], options: Options, interaction: Interaction
) -> Draft:
    """Plan capabilities, and those that they require, for a project.

    Raises:
        UsageError: an unknown name, or capabilities that exclude each other.
    """
    known = workspace.catalogue
    installed = [name for name in workspace.manifest.capabilities() if name in known.names()]
    chosen = known.with_requirements([*names, *installed])
    placement = Placement(workspace.tree, options.on_conflict, interaction)
    draft = Draft(workspace, placement, notices=workspace.notices)
    add_all([item for item in chosen if item.name not in installed], draft)
    draft.next = ("make install", "make test")
    return draft


def add_all(capabilities: Iterable[Capability], draft: Draft) -> None:
    """Put capabilities into a project, in an order in which each finds what it requires."""
    project = draft.workspace.manifest.project()
    variables = {
        "project_name": project.name,
        "slug": dns_label(project.name),
        "package": project.package,
        "python": project.python,
        "database": project.database,
    }
    config = draft.workspace.tree.read_text("pyproject.toml")
    rendered = {
        item.name: render_folder(draft.workspace.catalogue.files(item.name), variables)
        for item in capabilities
    }
    sources = {path: content for files in rendered.values() for path, content in files.items()}
    formatted = sources | format_files(
        {path: content for path, content in sources.items() if path.endswith(".py")},
        config=config,
        package=project.package,
    )
    for name, files in rendered.items():
        _add(name, {path: formatted[path] for path in files}, draft)
    _add_services(rendered, draft)


def dns_label(name: str) -> str:
    """A project's name as RFC 1123 has the labels of hosts: lower case, digits and dashes."""
    return name.lower().replace("_", "-").strip("-")


def _add(name: str, files: Mapping[str, bytes], draft: Draft) -> None:
    workspace, placement = draft.workspace, draft.placement
    capability = workspace.catalogue.get(name)
    for path, content in files.items():
        placement.create(path, content)
    secret_for = partial(derived_secret, workspace.tree.read_text(".env") or "")
    for path, edit in capability_edits(
        capability, workspace.catalogue, workspace.manifest.project(), secret_for
    ):
        if path == ".env" and not placement.tree.exists(path):
            continue
        placement.edit(path, edit)
    if (tables := workspace.catalogue.tables(name)) is not None:
        # Loaded here: most capabilities bring none, and it takes as long as all the rest.
        from fastscaffold.generators.capability_tables import add_tables  # noqa: PLC0415

        add_tables(tables, f"{name}/tables.yaml", draft)
    pristine = {path: content.decode() for path, content in files.items()}
    record = CapabilityRecord(name=name, tool=__version__)
    workspace.manifest.write("capabilities", name, record, pristine)
    draft.tests += tuple(path for path in files if "/test_" in path)


def _add_services(added: Collection[str], draft: Draft) -> None:
    """Name services where they are used, unless both sides were there, and it was done, before."""
    workspace = draft.workspace
    known = workspace.catalogue
    present = [name for name in workspace.manifest.capabilities() if name in known.names()]
    for user in present:
        for provider in present:
            if user not in added and provider not in added:
                continue
            for path, edit in service_edits(user, known.get(provider).services, known):
                draft.placement.edit(path, edit)
                _remember_edit(user, path, edit, workspace)


def _remember_edit(name: str, path: str, edit: Edit, workspace: Workspace) -> None:
    """Make an edit of ours in what is remembered too, so that it is not taken for the user's."""
    from fastscaffold.edits import Changed, child  # noqa: PLC0415 # brings the parsers along

    manifest = workspace.manifest
    pristine = manifest.pristine("capabilities", name)
    if path not in pristine:
        return
    match child.apply(edit, pristine[path].encode()):
        case Changed(content=content):
            files = pristine | {path: content.decode()}
            manifest.write("capabilities", name, manifest.capability(name), files)
        case _:
            pass
