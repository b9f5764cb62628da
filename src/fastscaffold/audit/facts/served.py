"""Modules that are named like tests or scripts and are part of what is served."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.sources import MIGRATION_ENDINGS, SCRIPT_ENDINGS, Role, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.modules import Module

_OF_TESTS = frozenset({"pytest", "unittest"})
_CLIENTS = frozenset({"ASGITransport", "TestClient"})


def find_served(modules: Iterable[Module]) -> None:
    """Give what production source imports its role: ``routers/test_mail.py`` may hold routes.

    Args:
        modules: all modules; those that are tests, scripts or migrations by nothing but their own
            name or the ending of a folder, such as ``call_scripts``, are looked at.
    """
    modules = list(modules)
    waiting = [
        each
        for each in modules
        if _is_aside_by_ending(each.path)
        or (each.role is Role.TEST and _is_by_name(each) and not _is_test(each))
    ]
    while waiting:
        imported = _imported(modules)
        found = [each for each in waiting if any(_names(target, each) for target in imported)]
        if not found:
            return
        for module in found:
            module.role = Role.PRODUCTION
        waiting = [each for each in waiting if each not in found]


def is_imported(modules: Iterable[Module], module: Module) -> bool:
    """Whether production source imports a module, or something in it."""
    return any(_names(target, module) for target in _imported(modules))


def _imported(modules: Iterable[Module]) -> set[str]:
    return {
        target.lstrip(".")
        for module in modules
        if module.is_production
        for target in (*module.imports.values(), *module.stars)
    }


def _is_by_name(module: Module) -> bool:
    """Whether the folder of a test holds no tests."""
    path = PurePosixPath(module.path)
    return path.name != "conftest.py" and role_of(str(path.with_name("main.py"))) is Role.PRODUCTION


def _is_aside_by_ending(path: str) -> bool:
    """Whether nothing but the ending of a folder takes a file for a script or a migration."""
    if role_of(path) not in {Role.MIGRATION, Role.SCRIPT}:
        return False
    pure = PurePosixPath(path)
    endings = (*MIGRATION_ENDINGS, *SCRIPT_ENDINGS)
    others = [part for part in pure.parts[:-1] if not part.lower().endswith(endings)]
    return role_of(str(PurePosixPath(*others, pure.name))) is Role.PRODUCTION


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
