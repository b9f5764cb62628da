"""Finds capabilities: one folder each, ours and the project's own."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, ProjectError, UsageError
from fastscaffold.yaml_loader import safe_loader

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fastscaffold.capabilities.capability import Capability, Service

DECLARATION = "capability.yaml"
TABLES = "tables.yaml"
# Among the containers: what the application itself keeps.
DATA_VOLUME = "data"
# How much of a name is that of another: a slip or two, and no other word.
_NEAR = 0.7


@dataclass(frozen=True)
class Catalogue:
    """All capabilities below some folders; a later folder's capability hides an earlier one's.

    Attributes:
        folders: each holds one folder a capability.
    """

    folders: tuple[Path, ...]

    @cached_property
    def _paths(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in self.folders:
            if folder.is_dir():
                found.update(
                    (path.name, path) for path in folder.iterdir() if (path / DECLARATION).is_file()
                )
        return dict(sorted(found.items()))

    @cached_property
    def _loaded(self) -> dict[str, Capability]:
        return {name: _load(path) for name, path in self._paths.items()}

    def names(self) -> tuple[str, ...]:
        """All names, sorted; reads no file."""
        return tuple(self._paths)

    def all(self) -> tuple[Capability, ...]:
        """All capabilities, sorted by name.

        Raises:
            ProjectError: a declaration is not valid.
        """
        return tuple(self._loaded.values())

    def get(self, name: str) -> Capability:
        """One capability.

        Raises:
            UsageError: there is none of that name; suggests the nearest.
            ProjectError: its declaration is not valid.
        """
        self.check(name)
        return self._loaded[name]

    def check(self, *names: str) -> None:
        """Check that there are capabilities of some names.

        Raises:
            UsageError: names each that there is not, and suggests what it may be called here.
            ProjectError: there is an unknown one, and a declaration is not valid.
        """
        unknown = [self._unknown(name) for name in names if name not in self._paths]
        if unknown:
            raise UsageError(*unknown)

    def _unknown(self, name: str) -> Message:
        hint = self._meant(name)
        hint = (
            f"Did you mean {hint}?"
            if hint
            else f"There are: {', '.join(self._paths)}\nA feature: fastscaffold add-feature NAME"
        )
        return Message("capability.unknown", f"There is no capability {name!r}.", hint=hint)

    def _meant(self, name: str) -> str | None:
        """The capability that is called so by those who ask for it, or is nearest to that."""
        called = {
            _plain(text): each.name
            for each in self.all()
            for text in (*each.spoken.names, *each.spoken.wishes)
        }
        called |= {_plain(each): each for each in self._paths}
        near = difflib.get_close_matches(_plain(name), called, n=1, cutoff=_NEAR)
        return called[near[0]] if near else None

    def files(self, name: str) -> Path:
        """The folder of what a capability brings; need not exist."""
        return self._paths[name] / "files"

    def files_with(self, name: str) -> dict[str, Path]:
        """Folders of what a capability brings where another one is in the project, too."""
        folders = (self._paths[name] / "files_with").glob("*/")
        return {path.name: path for path in sorted(folders)}

    def features(self, name: str) -> frozenset[str]:
        """Names of the features among the files that a capability brings."""
        paths = self.files(name).glob("src/*/features/*/")
        return frozenset(path.name for path in paths if path.is_dir())

    def tables(self, name: str) -> bytes | None:
        """The spec of the tables that a capability brings; None where it brings none."""
        path = self._paths[name] / TABLES
        return path.read_bytes() if path.is_file() else None

    def with_requirements(self, names: Iterable[str]) -> tuple[Capability, ...]:
        """Capabilities and all that they require, each after what it requires.

        Raises:
            UsageError: an unknown name, or two that exclude each other.
        """
        ordered: dict[str, Capability] = {}

        def visit(name: str, path: tuple[str, ...]) -> None:
            if name in path:
                raise ProjectError(
                    Message("capability.cycle", "Capabilities require each other: " + name)
                )
            capability = self.get(name)
            for required in sorted(capability.requires):
                visit(required, (*path, name))
            ordered.setdefault(name, capability)

        wanted = sorted(set(names))
        self.check(*wanted)
        for name in wanted:
            visit(name, ())
        for capability in ordered.values():
            clash = sorted(set(capability.excludes) & set(ordered))
            if clash:
                raise UsageError(
                    Message(
                        "capability.excluded",
                        f"{capability.name} and {clash[0]} cannot be in the same project.",
                        hint=f"Leave one of them out, as by --without {clash[0]}.",
                    )
                )
        return tuple(ordered.values())

    def middleware_order(self) -> tuple[str, ...]:
        """Class names of all middleware, from the innermost to the outermost."""
        entries = (entry for item in self.all() for entry in item.middleware)
        return _in_order((entry.position, entry.name) for entry in entries)

    def resource_order(self) -> tuple[str, ...]:
        """Names of all functions that add resources, in the order of their calls."""
        entries = (entry for item in self.all() for entry in item.resources)
        return _in_order((entry.position, entry.function) for entry in entries)

    def router_order(self) -> tuple[str, ...]:
        """Dotted names of all routers, in the order in which they are included."""
        entries = (entry for item in self.all() for entry in item.routers)
        return _in_order((entry.position, f"{entry.module}.{entry.name}") for entry in entries)

    def service_order(self) -> tuple[str, ...]:
        """Names of all services and processes, sorted."""
        services = {entry.name for item in self.all() for entry in item.services}
        processes = {entry.name for item in self.all() for entry in item.processes}
        return tuple(sorted(services | processes))

    def manifest_order(self) -> tuple[str, ...]:
        """Names of all manifests for a cluster, sorted."""
        return tuple(sorted({name for item in self.all() for name in item.manifests}))

    def volume_order(self) -> tuple[str, ...]:
        """Names of all volumes among the containers, sorted."""
        services = {entry.name for item in self.all() for entry in item.services if entry.data}
        return tuple(sorted({DATA_VOLUME} | services))

    def variable_order(self) -> tuple[str, ...]:
        """Names of the variables that services and volumes are found by, sorted."""
        services = [entry for item in self.all() for entry in item.services]
        volumes = {entry.variable for item in self.all() for entry in item.volumes}
        return tuple(sorted(volumes.union(*map(_variables, services))))


def _in_order(places: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """Names by their positions, and by themselves where these are the same."""
    return tuple(name for _, name in sorted(set(places)))


def _variables(service: Service) -> tuple[str, ...]:
    return (*service.environment, *service.test_environment)


def _plain(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "").replace(" ", "")


def _load(path: Path) -> Capability:
    import yaml  # noqa: PLC0415
    from pydantic import ValidationError  # noqa: PLC0415 # costs as much as a whole command

    from fastscaffold.capabilities.capability import Capability  # noqa: PLC0415

    declaration = path / DECLARATION
    try:
        text = declaration.read_bytes()
        content: object = yaml.load(text, safe_loader())  # noqa: S506 # a safe one
        capability = Capability.model_validate(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise ProjectError(
            Message("capability.invalid", f"The capability is not valid: {error}", str(declaration))
        ) from error
    if capability.name != path.name:
        raise ProjectError(
            Message(
                "capability.name",
                f"The capability calls itself {capability.name!r}.",
                str(declaration),
                hint=f"The name of its folder is {path.name!r}.",
            )
        )
    return capability
