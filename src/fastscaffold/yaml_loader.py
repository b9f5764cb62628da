"""The loader of YAML for all that only reads it."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def safe_loader() -> Any:  # noqa: ANN401 # two classes that have no base in common
    """Give PyYAML's safe loader: the one in C, which is ten times as fast, where there is one.

    Whoever builds a tree of a text that may be hostile bounds its depth first: the one in C
    recurses without a limit.
    """
    yaml = import_module("yaml")
    return getattr(yaml, "CSafeLoader", None) or yaml.SafeLoader
