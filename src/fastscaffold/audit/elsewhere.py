"""What a report says of a directory in which no application is, and where one may be instead."""

from __future__ import annotations

import os.path
import shlex
from itertools import islice
from typing import TYPE_CHECKING

from fastscaffold.audit.roles import Role, role_of
from fastscaffold.audit.sources import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastscaffold.audit.facts import Facts

_RECORD = ".fastscaffold/project.json"
_APPLICATIONS = ("main.py", "app.py", "app/main.py", "src/main.py", "src/app/main.py")
# Where these are, the package may have any name.
_DECLARED = ("pyproject.toml", "requirements.txt", "setup.py")
_IN_PACKAGES = ("*/main.py", "*/app.py", "src/*/main.py", "src/*/app.py")
_LEVELS_ABOVE = 8
# A directory may be anything, a home directory included, so what is looked at has an end.
_FOLDERS_BELOW = 200


def no_application(root: Path, facts: Facts) -> str:
    """One or two sentences where no application of FastAPI was found; empty where one was."""
    found = [router.call.module for router in facts.apps]
    found += [route.module for route in facts.routes]
    if any(module.role is Role.PRODUCTION for module in found):
        return ""
    said = "No application of FastAPI was found here, so the audit says little about it."
    near = _nearest(root.resolve())
    if near is None:
        return said
    typed = shlex.quote(os.path.relpath(near))
    return f"{said} The nearest project is `{near.name}`: `fastscaffold audit {typed}`."


def _nearest(root: Path) -> Path | None:
    """The project around a directory, or the only one below it."""
    return _above(root) or _below(root)


def _above(root: Path) -> Path | None:
    """The nearest project around a directory, of the same repository."""
    inner: Path | None = None
    for level, folder in enumerate((root, *root.parents)):
        if level and _is_project(folder):
            # The package of a project holds its application, too.
            inner = folder
        elif inner is not None:
            break
        if level == _LEVELS_ABOVE or (folder / ".git").exists():
            break
    return inner


def _below(root: Path) -> Path | None:
    found: list[Path] = []
    for folder in filter(_is_project, _folders(root)):
        if not any(each in folder.parents for each in found):
            found.append(folder)
    return found[0] if len(found) == 1 else None


def _folders(root: Path) -> Iterator[Path]:
    """What is below a directory, two levels deep, but for what is hidden or of tests."""
    found = (path for pattern in ("*", "*/*") for path in root.glob(pattern))
    shown = (path for path in found if path.is_dir() and _is_shown(path.relative_to(root)))
    return islice(shown, _FOLDERS_BELOW)


def _is_shown(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and role_of((path / "main.py").as_posix()) is not Role.TEST


def _is_project(folder: Path) -> bool:
    if (folder / _RECORD).is_file():
        return True
    declared = any((folder / name).is_file() for name in _DECLARED)
    patterns = (*_APPLICATIONS, *_IN_PACKAGES) if declared else _APPLICATIONS
    return any(_makes_application(path) for pattern in patterns for path in folder.glob(pattern))


def _makes_application(path: Path) -> bool:
    try:
        # Of what is no file, such as a pipe, nothing may ever come.
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return b"FastAPI(" in file.read(MAX_BYTES)
    except OSError:
        return False
