"""Adds a capability: its files, and its edits of files that are there."""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from functools import partial
from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.generators.draft import Draft
from fastscaffold.generators.migration import plan_migration
from fastscaffold.generators.placement import Placement
from fastscaffold.generators.services import service_edits
from fastscaffold.model.resolve import resolve
from fastscaffold.project.manifest import CapabilityRecord, MigrationRecord
from fastscaffold.render.folder import render_folder
from fastscaffold.render.ruff import format_files
from fastscaffold.spec.loader import load_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from fastscaffold.capabilities.capability import Capability
    from fastscaffold.capabilities.loader import Catalogue
    from fastscaffold.edits import Edit
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.project.manifest import ProjectRecord
    from fastscaffold.requests import Interaction, Options

# What the base template adds itself: all else goes between the two.
_INNERMOST = ("UnhandledErrorMiddleware",)
_OUTERMOST = ("RequestContextMiddleware",)
_MAIN_SECRET = re.compile(r"^SECRET_KEY=(.{32,})$", re.MULTILINE)


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


def _add(name: str, files: Mapping[str, bytes], draft: Draft) -> None:
    workspace, placement = draft.workspace, draft.placement
    capability = workspace.catalogue.get(name)
    for path, content in files.items():
        placement.create(path, content)
    secret_for = partial(_secret, workspace.tree.read_text(".env") or "")
    for path, edit in capability_edits(
        capability, workspace.catalogue, workspace.manifest.project(), secret_for
    ):
        if path == ".env" and not placement.tree.exists(path):
            continue
        placement.edit(path, edit)
    pristine = {path: content.decode() for path, content in files.items()}
    _add_tables(name, draft)
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


def capability_edits(
    capability: Capability,
    catalogue: Catalogue,
    project: ProjectRecord,
    secret_for: Callable[[str], str] = lambda _: "",
) -> Iterator[tuple[str, Edit]]:
    """Pairs of path and edit that a capability makes in a project.

    Args:
        capability: is added.
        catalogue: knows where its parts stand among those of all others.
        project: is changed.
        secret_for: gives the value of a variable that is to be secret.
    """
    # Loaded here: only a command that adds something pays for the parsers.
    from fastscaffold.edits import (  # noqa: PLC0415
        AddDependency,
        AddEnvVar,
        AddMiddleware,
        AddResource,
        AddSetting,
        IncludeRouters,
        RouterRef,
    )

    def module(name: str) -> str:
        return own_module(name, project.package)

    source = f"src/{project.package}"
    for requirement in capability.dependencies:
        yield "pyproject.toml", AddDependency(requirement)
    for requirement in capability.dev_dependencies:
        yield "pyproject.toml", AddDependency(requirement, group="dev")
    if capability.settings is not None:
        imports = tuple((module(item.module), item.name) for item in capability.settings.imports)
        yield (
            f"{source}/config.py",
            AddSetting(
                group=capability.name.replace("-", " "),
                lines=capability.settings.lines,
                imports=imports,
            ),
        )
    for variable in capability.environment:
        yield ".env.example", AddEnvVar(variable.name, variable.value, variable.comment)
        value = secret_for(variable.name) if variable.secret else variable.value
        yield ".env", AddEnvVar(variable.name, value, variable.comment)
    for entry in capability.middleware:
        yield (
            f"{source}/middleware.py",
            AddMiddleware(
                module=module(entry.module),
                class_name=entry.name,
                arguments=tuple(entry.arguments.items()),
                order=(*_INNERMOST, *catalogue.middleware_order(), *_OUTERMOST),
            ),
        )
    for resource in capability.resources:
        yield (
            f"{source}/resources.py",
            AddResource(
                module=module(resource.module),
                function=resource.function,
                order=catalogue.resource_order(),
            ),
        )
    if capability.routers:
        routers = (
            RouterRef(module(item.module), item.name, item.alias, item.prefix)
            for item in capability.routers
        )
        yield project.main, IncludeRouters(tuple(routers))


def _secret(environment: str, name: str) -> str:
    """A secret of the project's own: derived from the first one, so that it is made only once."""
    found = _MAIN_SECRET.search(environment)
    key = found[1].encode() if found else secrets.token_bytes(64)
    digest = hmac.digest(key, name.encode(), "sha384")
    return base64.urlsafe_b64encode(digest).decode()


def _add_tables(name: str, draft: Draft) -> None:
    """Bring the tables of a capability by a revision of their own."""
    workspace = draft.workspace
    text = workspace.catalogue.tables(name)
    if text is None:
        return
    resources = resolve(load_text(text, f"{name}/tables.yaml"), {}).resources
    revision = plan_migration(resources, workspace.tree)
    files = format_files(
        {revision.path: revision.text.encode()},
        config=workspace.tree.read_text("pyproject.toml"),
        package=workspace.manifest.project().package,
    )
    draft.placement.create(revision.path, files[revision.path])
    record = MigrationRecord(path=revision.path, features=(), tool=__version__)
    workspace.manifest.write(
        "migrations", revision.id, record, {revision.path: files[revision.path].decode()}
    )


def own_module(module: str, package: str) -> str:
    """Put a project's package in the place of ``app`` at the start of a module's name."""
    first, dot, rest = module.partition(".")
    return f"{package}{dot}{rest}" if first == "app" else module
