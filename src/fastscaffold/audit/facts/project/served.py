"""Modules that are named like tests or scripts and are part of what is served."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.project.programs import is_run
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.roles import Role, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.modules import Module

_OF_TESTS = frozenset({"pytest", "unittest"})
_NEVER_SERVED = frozenset({"alembic"})
_SCRIPTS = frozenset({"script", "scripts"})
# A program that so many modules load is a library as well.
_MANY = 3
_CLIENTS = frozenset({"ASGITransport", "TestClient"})


def find_served(modules: Iterable[Module]) -> None:
    """Give what production source imports its role: ``routers/test_mail.py`` may hold routes.

    Args:
        modules: all modules; scripts and migrations, whose folders have names that packages have,
            too, and tests that are some by nothing but their own name are looked at.
    """
    modules = list(modules)
    of_routes = {
        _folder(each) for each in modules if each.is_production and makes(each, "APIRouter")
    }
    waiting = [
        each
        for each in modules
        if _is_aside_by_folder(each)
        or (each.role is Role.TEST and _is_by_name(each) and not _is_test(each))
    ]
    # A route may run what is in a folder of scripts; what an application cannot start without is
    # part of it.
    loaded = [
        target
        for each in modules
        if each.is_production and makes(each, "APIRouter", "FastAPI")
        for target in _loads_at_once(each)
    ]
    while waiting:
        imported = _imported(modules)
        found = [
            each
            for each in waiting
            if (
                _is_part(each, loaded)
                if _is_script(each)
                else any(_names(target, each) for target in imported)
            )
            # What loads a folder of routes by their names names none of them.
            or (makes(each, "APIRouter") and _folder(each) in of_routes)
        ]
        if not found:
            return
        for module in found:
            module.role = Role.PRODUCTION
            loaded += _loads_at_once(module)
        waiting = [each for each in waiting if each not in found]


def is_imported(modules: Iterable[Module], module: Module) -> bool:
    """Whether production source imports a module, or something in it."""
    return any(_names(target, module) for target in _imported(modules))


def _imported(modules: Iterable[Module]) -> set[str]:
    return {
        target.lstrip(".") for module in modules if module.is_production for target in module.loads
    }


def makes(module: Module, *names: str) -> bool:
    """Whether a module calls one of some names, such as ``FastAPI`` or ``APIRouter``."""
    return any(last_called(call.node) in names for call in module.calls)


def _is_script(module: Module) -> bool:
    return not _SCRIPTS.isdisjoint(part.lower() for part in PurePosixPath(module.path).parts[:-1])


def _is_part(module: Module, loaded: list[str]) -> bool:
    """Whether what serves cannot start without a script; of a program, whether many need it."""
    count = sum(_names(target, module) for target in loaded)
    return count >= (_MANY if is_run(module) else 1)


def _loads_at_once(module: Module) -> set[str]:
    """What a module imports as it is loaded, rather than when a function of it is called."""
    found: set[str] = set()
    for node in module.tree.body:
        if isinstance(node, ast.Import):
            found.update(each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update(f"{node.module}.{each.name}" for each in node.names)
    return found


def _folder(module: Module) -> PurePosixPath:
    return PurePosixPath(module.path).parent


def _is_by_name(module: Module) -> bool:
    """Whether the folder of a test holds no tests."""
    path = PurePosixPath(module.path)
    return path.name != "conftest.py" and role_of(str(path.with_name("main.py"))) is Role.PRODUCTION


def _is_aside_by_folder(module: Module) -> bool:
    """Whether a folder takes a file for a script or a migration: ``app/docs``, ``api/versions``.

    What Alembic runs, and what is a script by its own name or that of its folder, never is.
    """
    if module.role not in {Role.MIGRATION, Role.SCRIPT}:
        return False
    if "down_revision" in module.assigned or "down_revision" in module.annotated:
        return False
    path = PurePosixPath(module.path)
    folders = {part.lower() for part in path.parts[:-1]}
    if folders & _NEVER_SERVED or path.name in {"env.py", "setup.py"}:
        return False
    return role_of(f"app/{path.name}") is Role.PRODUCTION


def _is_test(module: Module) -> bool:
    """Whether a module works with what only tests need."""
    return any(
        target.partition(".")[0] in _OF_TESTS or target.rpartition(".")[2] in _CLIENTS
        for target in module.imports.values()
    )


def _names(target: str, module: Module) -> bool:
    """Whether an import is that of a module, or of something in it; roots of source may differ."""
    own = module.name.split(".")
    parts = target.split(".")
    for name in (parts, parts[:-1]):
        if name == own or (len(name) > 1 and own[-len(name) :] == name):
            return True
    return False
