"""Renders a folder of files and templates, their paths included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.render.templates import SUFFIX, folder_environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


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
        if not path.is_file():
            continue
        relative = path.relative_to(folder).as_posix()
        target = environment.from_string(relative.removesuffix(SUFFIX)).render(variables)
        if relative.endswith(SUFFIX):
            files[target] = environment.get_template(relative).render(variables).encode()
        else:
            files[target] = path.read_bytes()
    return files
