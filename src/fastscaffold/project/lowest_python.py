"""Reads which Pythons a project is for, which may have changed since it was made."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.tree import Tree

_LOWER_BOUND = re.compile(r"(?:>=?|~=|===?)\s*(\d+)\.(\d+)")


def lowest_python(tree: Tree) -> str | None:
    """The lowest Python, such as ``3.12``, of ``requires-python``; None where that names none."""
    try:
        options = tomllib.loads(tree.read_text("pyproject.toml") or "")
    except tomllib.TOMLDecodeError:
        return None
    match options:
        case {"project": {"requires-python": str(required)}}:
            bounds = [(int(major), int(minor)) for major, minor in _LOWER_BOUND.findall(required)]
            return ".".join(map(str, max(bounds))) if bounds else None
        case _:
            return None
