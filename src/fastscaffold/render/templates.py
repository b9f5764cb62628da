"""The template environment: strict about what is undefined, and rendered once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from fastscaffold.resources import templates_directory

if TYPE_CHECKING:
    from pathlib import Path

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


def _environment(loader: ChoiceLoader | FileSystemLoader) -> Environment:
    # What is rendered is Python, not HTML: escaping would break it.
    made = Environment(
        loader=loader,
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["repr"] = repr
    return made


def folder_environment(folder: Path) -> Environment:
    """The environment for a folder of templates anywhere."""
    return _environment(FileSystemLoader(folder))
