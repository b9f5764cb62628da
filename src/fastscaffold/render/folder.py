"""Renders a folder of files and templates, their paths included."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastscaffold.render.templates import SUFFIX, folder_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

CACHE = "__pycache__"


def render_folder(folder: Path, variables: Mapping[str, str | bool]) -> dict[str, bytes]:
    """Render every template in a folder and take all other files as they are.

    Args:
        folder: need not exist.
        variables: for contents and for paths.

    Returns:
        Path, relative and with forward slashes, to content; sorted.
    """
    if not folder.is_dir():
        return {}
    environment = folder_environment(folder)
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        # Whoever installs a wheel with pip has every module compiled, those of templates too.
        if not path.is_file() or CACHE in path.parts:
            continue
        relative = path.relative_to(folder).as_posix()
        parts = relative.removesuffix(SUFFIX).split("/")
        target = "/".join(_part(part).render(variables) if "{" in part else part for part in parts)
        if relative.endswith(SUFFIX):
            files[target] = environment.get_template(relative).render(variables).encode()
        else:
            files[target] = path.read_bytes()
    return files


# Parts of paths that are no plain names are the same few in all folders.
@lru_cache(maxsize=64)
def _part(text: str) -> Template:
    return folder_environment(Path()).from_string(text)
