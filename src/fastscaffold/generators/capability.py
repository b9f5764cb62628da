"""Adds a capability: its files, and its edits of files that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.generators.draft import Draft
from fastscaffold.generators.placement import Placement
from fastscaffold.generators.services import service_edits
from fastscaffold.project.manifest import CapabilityRecord
from fastscaffold.render.folder import render_folder
from fastscaffold.render.ruff import format_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from fastscaffold.capabilities.capability import Capability
    from fastscaffold.capabilities.loader import Catalogue
    from fastscaffold.edits import Edit
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.project.manifest import ProjectRecord
    from fastscaffold.requests import Interaction, Options

# What the base template adds itself: all else goes between the two.
_INNERMOST = ("UnhandledErrorMiddleware",)
_OUTERMOST = ("RequestContextMiddleware",)
_ENV_FILES = (".env.example", ".env")


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
    for path, edit in _service_edits(rendered, draft.workspace):
        draft.placement.edit(path, edit)


def _add(name: str, files: Mapping[str, bytes], draft: Draft) -> None:
    workspace, placement = draft.workspace, draft.placement
    capability = workspace.catalogue.get(name)
    for path, content in files.items():
        placement.create(path, content)
    for path, edit in capability_edits(
        capability, workspace.catalogue, workspace.manifest.project()
    ):
        if path == ".env" and not placement.tree.exists(path):
            continue
        placement.edit(path, edit)
    pristine = {path: content.decode() for path, content in files.items()}
    record = CapabilityRecord(name=name, tool=__version__)
    workspace.manifest.write("capabilities", name, record, pristine)
    draft.tests += tuple(path for path in files if "/test_" in path)


def _service_edits(added: Collection[str], workspace: Workspace) -> Iterator[tuple[str, Edit]]:
    """Edits for pairs of which one has just been added: the others were made, or undone, before."""
    known = workspace.catalogue
    present = [name for name in workspace.manifest.capabilities() if name in known.names()]
    for user in present:
        for provider in present:
            if user in added or provider in added:
                yield from service_edits(user, known.get(provider).services, known)


def capability_edits(
    capability: Capability, catalogue: Catalogue, project: ProjectRecord
) -> Iterator[tuple[str, Edit]]:
    """Pairs of path and edit that a capability makes in a project."""
    # Loaded here: only a command that adds something pays for the parsers.
    from fastscaffold.edits import (  # noqa: PLC0415
        AddDependency,
        AddEnvVar,
        AddMiddleware,
        AddResource,
        AddSetting,
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
        for path in _ENV_FILES:
            yield path, AddEnvVar(variable.name, variable.value, variable.comment)
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


def own_module(module: str, package: str) -> str:
    """Put a project's package in the place of ``app`` at the start of a module's name."""
    first, dot, rest = module.partition(".")
    return f"{package}{dot}{rest}" if first == "app" else module
