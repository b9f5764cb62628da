"""Reads what a project's ``.env`` says, as far as the generator needs it, and hides the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.tree import Tree


# What the settings of a project default to.
DEFAULT_URL = "sqlite:///./app.db"
# Files that hold secrets are made once: their content is remembered nowhere, and shown to nobody.
SECRET_FILES = frozenset({".env"})
_ASSIGNED = re.compile(r"(\s*(?:export\s+)?[A-Za-z_]\w*\s*=).+")
# As pydantic-settings reads it: in any case, and a comment begins with a blank, save after quotes.
_URL = re.compile(
    r"""\s*(?:export\s+)?DATABASE_URL\s*=\s*(?:(["'])(.*?)\1\s*(?:\#.*)?|(.*?)(?:\s\#.*)?)\s*""",
    re.IGNORECASE,
)


def database_url(tree: Tree) -> str:
    """The value of ``DATABASE_URL`` in ``.env``, or its default where it is not set there.

    The environment itself is not asked: the same command gives the same bytes.
    """
    url = DEFAULT_URL
    for line in (tree.read_text(".env") or "").splitlines():
        if found := _URL.fullmatch(line):
            # The last one counts.
            url = found[2] if found[1] else found[3]
    return url


def masked(line: str) -> str:
    """A line of a file that holds secrets, without its value; comments stay as they are."""
    if not line.strip() or line.startswith("#"):
        return line
    assigned = _ASSIGNED.fullmatch(line)
    return f"{assigned[1]}…" if assigned else "…"
