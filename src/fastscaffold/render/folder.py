"""Renders a folder of files and templates, their paths included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.render.templates import SUFFIX, folder_environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


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
    # Most parts of paths are names as they stand, and the others are the same few.
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        # Whoever installs a wheel with pip has every module compiled, those of templates too.
        if not path.is_file() or CACHE in path.parts:
            continue
        relative = path.relative_to(folder).as_posix()
        for name in relative.removesuffix(SUFFIX).split("/"):
            if name not in names:
                plain = "{" not in name
                names[name] = name if plain else environment.from_string(name).render(variables)
        target = "/".join(names[name] for name in relative.removesuffix(SUFFIX).split("/"))
        if relative.endswith(SUFFIX):
            files[target] = environment.get_template(relative).render(variables).encode()
        else:
            files[target] = path.read_bytes()
    return files
