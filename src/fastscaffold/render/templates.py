"""The template environment: strict about what is undefined, and rendered once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import FileSystemBytecodeCache

from fastscaffold import __version__
from fastscaffold.resources import templates_directory

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

SUFFIX = ".jinja"


def environment(kind: str, overrides: Path | None = None) -> Environment:
    """The environment for one kind of template.

    Args:
        kind: a folder below ``templates``, such as ``feature``.
        overrides: a project's own templates; those that it has win over ours.
    """
    folders = [templates_directory() / kind]
    if overrides is not None:
        folders.insert(0, overrides / kind)
    return _environment(ChoiceLoader([FileSystemLoader(folder) for folder in folders]))


def html_environment(kind: str) -> Environment:
    """The environment for pages of HTML: whatever a variable holds is shown as text."""
    made = _environment(FileSystemLoader(templates_directory() / kind))
    made.autoescape = True
    return made


def _environment(loader: ChoiceLoader | FileSystemLoader) -> Environment:
    # What is rendered is Python, not HTML: escaping would break it.
    made = Environment(
        loader=loader,
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        bytecode_cache=_cache(),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["repr"] = repr
    return made


class _Cache(FileSystemBytecodeCache):
    """Compiled templates; a disk that refuses to keep them is no reason to fail."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        try:
            super().dump_bytecode(bucket)
        except OSError:
            return


def _cache() -> _Cache | None:
    """Compiling takes longer than rendering: what was compiled is kept in the user's cache."""
    try:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        directory = Path(home, "fastscaffold", __version__)
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return _Cache(str(directory))


def folder_environment(folder: Path) -> Environment:
    """The environment for a folder of templates anywhere."""
    return _environment(FileSystemLoader(folder))
