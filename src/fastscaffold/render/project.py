"""Renders a whole project into memory: our own template at once, any other through copier."""

from __future__ import annotations

import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, UsageError
from fastscaffold.render.folder import render_folder
from fastscaffold.render.templates import folder_environment
from fastscaffold.resources import templates_directory
from fastscaffold.yaml_loader import safe_loader

if TYPE_CHECKING:
    from collections.abc import Mapping

QUESTIONS = "copier.yml"


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file as the template made it; ``executable`` as its permission bits say."""

    content: bytes
    executable: bool


def render_project(source: str | None, answers: Mapping[str, str]) -> dict[str, RenderedFile]:
    """Render a copier template.

    Args:
        source: a directory or anything else that copier takes; None for our own template.
        answers: the answer to each question; questions left out take their defaults.

    Returns:
        Path, relative and with forward slashes, to file; sorted.

    Raises:
        UsageError: copier cannot read or render the template.
    """
    return _render_own(answers) if source is None else _render_by_copier(source, answers)


def _render_own(answers: Mapping[str, str]) -> dict[str, RenderedFile]:
    """Do what copier would do: it alone takes longer to import than all of this takes to run.

    A test holds both to the same bytes.
    """
    import yaml  # noqa: PLC0415 # few commands need it

    template = templates_directory() / "project"
    # It is our own file, and the loader a safe one.
    questions = yaml.load((template / QUESTIONS).read_bytes(), safe_loader())  # noqa: S506
    environment = folder_environment(template)
    variables: dict[str, str | bool] = {}
    for name, question in questions.items():
        if not name.startswith("_"):
            default = environment.from_string(str(question.get("default", ""))).render(variables)
            value = answers.get(name, default)
            variables[name] = value == "True" if question["type"] == "bool" else value
    files = render_folder(template / questions["_subdirectory"], variables)
    return {path: RenderedFile(content, executable=False) for path, content in files.items()}


def _render_by_copier(source: str, answers: Mapping[str, str]) -> dict[str, RenderedFile]:
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
