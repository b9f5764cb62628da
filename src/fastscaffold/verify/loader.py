"""Finds the checks: every module of ``verify.checks`` has a ``CHECK``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from fastscaffold.verify import checks as package

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.verify.base import Check


@cache
def checks() -> tuple[Check, ...]:
    """Give all checks, sorted by name.

    Raises:
        ValueError: two of them have the same name.
    """
    names = sorted(item.name for item in iter_modules(package.__path__))
    return index(import_module(f"{package.__name__}.{name}").CHECK for name in names)


def index(found: Iterable[Check]) -> tuple[Check, ...]:
    """Sort checks by name.

    Raises:
        ValueError: two of them have the same name.
    """
    by_name: dict[str, Check] = {}
    for check in found:
        if check.name in by_name:
            raise ValueError(f"two checks are called {check.name}")
        by_name[check.name] = check
    return tuple(by_name[name] for name in sorted(by_name))
