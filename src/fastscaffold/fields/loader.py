"""Finds the field types: every module of this package that has a ``FIELD_TYPE``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

from fastscaffold.fields.base import FieldType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SUFFIX = "_type"


@cache
def field_types() -> Mapping[str, FieldType]:
    """Give all field types by name, sorted.

    Raises:
        TypeError: a module's ``FIELD_TYPE`` is none.
        ValueError: two of them have the same name.
    """
    package = import_module("fastscaffold.fields")
    names = sorted(item.name for item in iter_modules(package.__path__))
    modules = (
        import_module(f"{package.__name__}.{name}") for name in names if name.endswith(_SUFFIX)
    )
    return index(module.FIELD_TYPE for module in modules)


def index(types: Iterable[object]) -> Mapping[str, FieldType]:
    """Give field types by name, sorted.

    Raises:
        TypeError: something is no field type.
        ValueError: two of them have the same name.
    """
    found: dict[str, FieldType] = {}
    for kind in types:
        if not isinstance(kind, FieldType):
            raise TypeError(f"{kind!r} is not a field type")
        if kind.name in found:
            raise ValueError(f"two field types are called {kind.name}")
        found[kind.name] = kind
    return MappingProxyType(dict(sorted(found.items())))
