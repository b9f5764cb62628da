"""Where the parts of a feature stand: together in a folder, or in folders by layer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.routing.health import is_health_path

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Module

_ROUTES = frozenset({"controllers", "endpoints", "handlers", "routers", "routes", "views"})
_DATA = frozenset({"crud", "entities", "models", "repositories", "schemas", "services"})
_WORK = frozenset({"crud", "repositories", "repository", "service", "services"})


@dataclass(frozen=True, slots=True)
class Layout:
    """Folders of a project.

    Attributes:
        features: folders that hold routes, schemas and what works with them.
        routes: modules with routes in folders of nothing but routes.
        data: modules with schemas, tables or services in folders of their layer.
    """

    features: tuple[str, ...]
    routes: tuple[Module, ...]
    data: tuple[Module, ...]


def layout(facts: Facts) -> Layout:
    """Where things stand."""
    routes = {
        route.module.path: route.module for route in facts.routes if not is_health_path(route.path)
    }
    models = {each.module.path for each in (*facts.schemas, *facts.tables)}
    folders: dict[str, list[Module]] = defaultdict(list)
    for module in facts.production:
        folders[_folder(module)].append(module)
    features = tuple(
        folder
        for folder, modules in sorted(folders.items())
        if PurePosixPath(folder).name not in _ROUTES | _DATA
        and _is_feature({each.path for each in modules}, set(routes), models)
    )
    apart = {
        module.path: PurePosixPath(_folder(module)).name
        for module in facts.production
        if not any(_is_below(module.path, folder) for folder in features)
    }
    return Layout(
        features,
        tuple(routes[path] for path in sorted(routes) if apart.get(path) in _ROUTES),
        tuple(
            module
            for module in facts.production
            if apart.get(module.path) in _DATA
            and (module.path in models or apart[module.path] in _WORK)
            and PurePosixPath(module.path).name != "__init__.py"
        ),
    )


def _is_feature(paths: set[str], routes: set[str], models: set[str]) -> bool:
    """Whether routes stand beside models of their own, and beside what works with those."""
    with_models = (paths & models) - routes
    works = any(PurePosixPath(path).stem in _WORK for path in paths)
    return bool(paths & routes) and (len(with_models) > 1 or (bool(with_models) and works))


def _folder(module: Module) -> str:
    return PurePosixPath(module.path).parent.as_posix()


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")
