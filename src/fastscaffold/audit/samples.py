"""Modules that a project ships as samples only: ``config.py.example``, to be copied."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# Words that are parts of ordinary names, as in ``email_template.py``, count behind the ending only.
_SAMPLE = re.compile(
    r"(?i)(\w+)(?:\.py[._-](?:default|dist|example|sample|template|tmpl)"
    r"|[._-](?:dist|example|sample)\.py)|(?:example|sample)[._-](\w+)\.py"
)


def copied_to(path: str) -> str | None:
    """The module that a sample is copied to."""
    pure = PurePosixPath(path)
    match = _SAMPLE.fullmatch(pure.name)
    return None if match is None else str(pure.with_name(f"{match[1] or match[2]}.py"))


def is_missed(module: str, paths: Iterable[str], texts: Collection[str]) -> bool:
    """Whether some text imports a module that is not there, neither as a file nor as a package.

    One that is tried, or waits for a function to run, is not needed to start.
    """
    package = f"{module.removesuffix('.py')}/"
    if any(each == module or each.startswith(package) for each in paths):
        return False
    name = re.escape(PurePosixPath(module).stem)
    imports = re.compile(
        rf"(?m)^(?:(?:from|import)\b[^#\n]*\b{name}\b|from\b[^#\n]*\([^)]*\b{name}\b)"
    )
    return any(name in each and imports.search(each) for each in texts)
