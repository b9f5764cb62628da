"""Reads what a project's ``.env`` says, as far as the generator needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.tree import Tree


# What the settings of a project default to.
DEFAULT_URL = "sqlite:///./app.db"


def database_url(tree: Tree) -> str:
    """The value of ``DATABASE_URL`` in ``.env``, or its default where it is not set there."""
    for line in (tree.read_text(".env") or "").splitlines():
        name, equals, value = line.partition("=")
        if equals and name.strip() == "DATABASE_URL":
            return value.strip().strip("\"'")
    return DEFAULT_URL
