"""The bridge to copier: renders a whole project into memory."""

from __future__ import annotations

import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file as the template made it; ``executable`` as its permission bits say."""

    content: bytes
    executable: bool


def render_project(source: str, answers: Mapping[str, str]) -> dict[str, RenderedFile]:
    """Render a copier template.

    Args:
        source: a directory or anything else that copier takes.
        answers: the answer to each question; questions left out take their defaults.

    Returns:
        Path, relative and with forward slashes, to file; sorted.

    Raises:
        UsageError: copier cannot read or render the template.
    """
    # copier takes twenty times as long to import as an interpreter takes to start.
    from copier import run_copy  # noqa: PLC0415
    from copier.errors import CopierError  # noqa: PLC0415
    from jinja2 import TemplateError  # noqa: PLC0415
    from yaml import YAMLError  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="fastscaffold-") as directory:
        target = Path(directory) / "project"
        try:
            run_copy(source, target, data=dict(answers), defaults=True, quiet=True)
        except (CopierError, TemplateError, YAMLError, OSError, ValueError) as error:
            raise UsageError(
                Message(
                    "template.invalid",
                    f"The template cannot be rendered: {error}",
                    source,
                    hint="--template takes a copier template: a directory or a git URL.",
                )
            ) from error
        return {
            path.relative_to(target).as_posix(): RenderedFile(
                path.read_bytes(), bool(path.stat().st_mode & stat.S_IXUSR)
            )
            for path in sorted(target.rglob("*"))
            if path.is_file()
        }
