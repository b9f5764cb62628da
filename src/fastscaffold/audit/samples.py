"""Modules that a project ships as samples only: ``config.py.example``, to be copied."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# What is Python already may be no sample at all, unless it is one of settings.
_SETTINGS = r"\w*(?:conf|credential|env|secret|setting)\w*"
_SAMPLE = re.compile(
    r"(?i)(\w+)\.py[._-](?:default|dist|example|sample|template|tmpl)"
    rf"|({_SETTINGS})[._-](?:dist|example|sample|template)\.py"
    rf"|(?:example|sample|template)[._-]({_SETTINGS})\.py"
)


def copied_to(path: str) -> str | None:
    """The module that a sample is copied to."""
    pure = PurePosixPath(path)
    match = _SAMPLE.fullmatch(pure.name)
    return None if match is None else str(pure.with_name(f"{match[match.lastindex or 1]}.py"))


def is_missed(sample: str, paths: Iterable[str], texts: Collection[str]) -> bool:
    """Whether texts import what a sample is copied to, which is not there, and not the sample.

    A module that is tried, or waits for a function to run, is not needed to start.
    """
    copy = copied_to(sample) or sample
    package = f"{copy.removesuffix('.py')}/"
    if any(each == copy or each.startswith(package) for each in paths):
        return False
    is_python = sample.endswith(".py")
    return _is_imported(copy, texts) and not (is_python and _is_imported(sample, texts))


def _is_imported(path: str, texts: Collection[str]) -> bool:
    pure = PurePosixPath(path)
    name, folder = re.escape(pure.stem), re.escape(pure.parent.name)
    holder = rf"(?:\.+|(?:[\w.]*\.)?{folder})" if folder else r"\.+"
    imports = re.compile(
        rf"(?m)^(?:import\b[^#\n]*\b{name}\b|from[ \t]+(?:[\w.]*\.)?{name}[ \t]+import\b"
        rf"|from[ \t]+{holder}[ \t]+import[ \t]*(?:\([^)]*|[^#\n]*)\b{name}\b)"
    )
    return any(pure.stem in each and imports.search(each) for each in texts)
