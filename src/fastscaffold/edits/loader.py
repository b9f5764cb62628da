"""Finds the edits: every module of this package that has an ``EDIT``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

from fastscaffold.edits.base import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NOT_EDITS = {"base", "child", "loader", "series", "yaml_text"}


@cache
def edits() -> Mapping[str, type[Edit]]:
    """Give all kinds of edit by name, sorted.

    Raises:
        TypeError: a module's ``EDIT`` is none.
        ValueError: two of them have the same name.
    """
    package = import_module("fastscaffold.edits")
    names = sorted(item.name for item in iter_modules(package.__path__) if not item.ispkg)
    modules = (
        import_module(f"{package.__name__}.{name}") for name in names if name not in _NOT_EDITS
    )
    return index(module.EDIT for module in modules)


def index(kinds: Iterable[object]) -> Mapping[str, type[Edit]]:
    """Give kinds of edit by name, sorted.

    Raises:
        TypeError: something is no kind of edit.
        ValueError: two of them have the same name.
    """
    found: dict[str, type[Edit]] = {}
    for kind in kinds:
        if not (isinstance(kind, type) and issubclass(kind, Edit)):
            raise TypeError(f"{kind!r} is not a kind of edit")
        if kind.name in found:
            raise ValueError(f"two edits are called {kind.name}")
        found[kind.name] = kind
    return MappingProxyType(dict(sorted(found.items())))
