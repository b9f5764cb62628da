"""Where the packaged templates are."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def templates_directory() -> Path:
    """The directory ``templates``: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parent
    packaged = package / "templates"
    return packaged if packaged.is_dir() else package.parent.parent / "templates"
