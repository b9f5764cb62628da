"""Finds the project that a command is about."""

from __future__ import annotations

from pathlib import Path

from fastscaffold.errors import Message, ProjectError
from fastscaffold.project.manifest import PROJECT_FILE

_APP_FILES = ("main.py", "app.py", "app/main.py", "src/main.py", "src/app/main.py")


def find_project(start: Path | None) -> Path:
    """The nearest directory at or above ``start`` (default: here) that fastscaffold made.

    Args:
        start: a directory; the search for a manifest goes upwards from it.

    Raises:
        ProjectError: there is none; the message says what is there instead.
    """
    directory = (start or Path.cwd()).absolute()
    if not directory.is_dir():
        raise ProjectError(
            Message("project.no-directory", "There is no such directory.", str(directory))
        )
    found = project_around(directory)
    if found is None:
        raise ProjectError(_not_found(directory))
    return found


def project_around(directory: Path) -> Path | None:
    """The nearest directory at or above another that fastscaffold made; None where there is none.

    Args:
        directory: absolute; need not be there yet.
    """
    around = (directory, *directory.parents)
    return next((each for each in around if (each / PROJECT_FILE).is_file()), None)


def _not_found(directory: Path) -> Message:
    for candidate in (directory, *directory.parents):
        app = next((name for name in _APP_FILES if _mentions_fastapi(candidate / name)), None)
        if app is not None and (candidate / "specs").is_dir():
            return Message(
                "project.no-record",
                f"{candidate.name} has specs, but not `{PROJECT_FILE}`, the record of what was "
                "generated from them.",
                str(candidate),
                hint="It belongs into version control: git restore .fastscaffold",
            )
        if app is not None:
            return Message(
                "project.foreign",
                f"{candidate.name} is a FastAPI project that fastscaffold did not create, "
                "so the modules that its features stand on are not there.",
                str(candidate / app),
                hint="Create a project with `fastscaffold new NAME` and move the code over.",
            )
    below = sorted(path.parent.parent.name for path in directory.glob(f"*/{PROJECT_FILE}"))
    hint = (
        f"Say which one is meant: --project {below[0]}"
        + "".join(f", or --project {name}" for name in below[1:])
        if below
        else "Change into a project, name it with --project, or create one: fastscaffold new NAME"
    )
    return Message(
        "project.not-found",
        "There is no fastscaffold project here or in any directory above.",
        str(directory),
        hint=hint,
    )


def _mentions_fastapi(path: Path) -> bool:
    try:
        return b"FastAPI(" in path.read_bytes()
    except OSError:
        return False
