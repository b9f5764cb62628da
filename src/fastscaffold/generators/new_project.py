"""A new project: what the template gives, and the record of it."""

from __future__ import annotations

import keyword
import re
import secrets
import sys
from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.errors import Message, UsageError
from fastscaffold.project.manifest import ProjectRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.generators.placement import Placement
    from fastscaffold.project.manifest import Manifest
    from fastscaffold.render.project import RenderedFile
    from fastscaffold.requests import NewProject

# Files that hold secrets are made once: their content is remembered nowhere.
SECRET_FILES = frozenset({".env"})
_SECRET_MODE = 0o600
_EXECUTABLE_MODE = 0o755
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,62}")
_PACKAGE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_TAKEN_PACKAGES = frozenset({"alembic", "fastapi", "migrations", "pydantic", "sqlalchemy", "tests"})


def check_names(request: NewProject) -> None:
    """Refuse names that cannot be a directory, a distribution or a package.

    Raises:
        UsageError: says which, why, and what would be right.
    """
    messages: list[Message] = []
    if not _NAME.fullmatch(request.name):
        messages.append(
            Message(
                "new.name",
                f"{request.name!r} cannot be a project's name.",
                hint="A letter, then letters, digits, - and _, 63 characters at most: shop-api",
            )
        )
    package = request.package
    if not _PACKAGE.fullmatch(package) or keyword.iskeyword(package):
        messages.append(
            Message(
                "new.package",
                f"{package!r} cannot be a package's name.",
                hint="A small letter, then small letters, digits and _: shop_api",
            )
        )
    elif package in _TAKEN_PACKAGES or package in sys.stdlib_module_names:
        messages.append(
            Message(
                "new.package",
                f"The package name {package!r} would hide a module that the project imports.",
                hint="Choose another, such as app.",
            )
        )
    if messages:
        raise UsageError(*messages)


def template_answers(request: NewProject) -> dict[str, str]:
    """The answers to the template's questions, a fresh secret among them."""
    return {
        "project_name": request.name,
        "package": request.package,
        "python": request.python,
        "database": request.database,
        "secret_key": request.secret_key or secrets.token_urlsafe(48),
    }


def add_base(
    request: NewProject,
    files: Mapping[str, bytes],
    rendered: Mapping[str, RenderedFile],
    placement: Placement,
    manifest: Manifest,
) -> None:
    """Put the template's files into an empty tree and record them.

    Args:
        request: what was asked for.
        files: path to formatted content.
        rendered: the same paths as the template gave them; tells which are executable.
        placement: receives the files.
        manifest: remembers them.
    """
    for path, content in files.items():
        mode = _EXECUTABLE_MODE if rendered[path].executable else None
        placement.create(path, content, mode=_SECRET_MODE if path in SECRET_FILES else mode)
    pristine = {
        path: content.decode() for path, content in files.items() if path not in SECRET_FILES
    }
    manifest.write_project(project_record(request), pristine)


def project_record(request: NewProject) -> ProjectRecord:
    """How the project is to be remembered; the same for the same request."""
    return ProjectRecord(
        name=request.name,
        package=request.package,
        python=request.python,
        database=request.database,
        main=f"src/{request.package}/main.py",
        template=request.template,
        tool=__version__,
    )
