"""Reads which Pythons a project is for, which may have changed since it was made."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastscaffold.tree import Tree

_LOWER_BOUND = re.compile(r"(?:>=?|~=|===?)\s*(\d+)\.(\d+)")


def lowest_python(tree: Tree) -> str | None:
    """The lowest Python, such as ``3.12``, of ``requires-python``; None where that names none."""
    try:
        options: dict[str, Any] = tomllib.loads(tree.read_text("pyproject.toml") or "")
    except tomllib.TOMLDecodeError:
        return None
    project = options.get("project")
    required = project.get("requires-python") if isinstance(project, dict) else None
    if not isinstance(required, str):
        return None
    bounds = [(int(major), int(minor)) for major, minor in _LOWER_BOUND.findall(required)]
    return ".".join(map(str, max(bounds))) if bounds else None
