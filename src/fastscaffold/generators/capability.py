"""Adds a capability: its files, and its edits of files that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.project.manifest import CapabilityRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.capabilities.capability import Capability
    from fastscaffold.capabilities.loader import Catalogue
    from fastscaffold.edits import Edit
    from fastscaffold.generators.placement import Placement
    from fastscaffold.project.manifest import Manifest, ProjectRecord

_ENV_FILES = (".env.example", ".env")


def add_capability(
    capability: Capability,
    catalogue: Catalogue,
    files: Mapping[str, bytes],
    placement: Placement,
    manifest: Manifest,
) -> None:
    """Put one capability into a project, unless it is in.

    Args:
        capability: what to add; what it requires must be in by now.
        catalogue: where it is from; gives all middleware their order.
        files: path to formatted content of what it brings.
        placement: receives files and edits.
        manifest: remembers them.
    """
    if capability.name in manifest.capabilities():
        return
    project = manifest.project()
    for path, content in files.items():
        placement.create(path, content)
    for path, edit in capability_edits(capability, catalogue, project):
        if path == ".env" and not placement.tree.exists(path):
            continue
        placement.edit(path, edit)
    pristine = {path: content.decode() for path, content in files.items()}
    record = CapabilityRecord(name=capability.name, tool=__version__)
    manifest.write("capabilities", capability.name, record, pristine)


def capability_edits(
    capability: Capability, catalogue: Catalogue, project: ProjectRecord
) -> Iterator[tuple[str, Edit]]:
    """Pairs of path and edit that a capability makes in a project."""
    # Loaded here: only a command that adds something pays for the parsers.
    from fastscaffold.edits import (  # noqa: PLC0415
        AddDependency,
        AddEnvVar,
        AddMiddleware,
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
                order=catalogue.middleware_order(),
            ),
        )


def own_module(module: str, package: str) -> str:
    """Put a project's package in the place of ``app`` at the start of a module's name."""
    first, dot, rest = module.partition(".")
    return f"{package}{dot}{rest}" if first == "app" else module
