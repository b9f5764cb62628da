"""A new project: what the template gives, and the record of it."""

from __future__ import annotations

import keyword
import os.path
import re
import secrets
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.errors import ConflictError, Message, UsageError
from fastscaffold.generators.capability import add_all
from fastscaffold.generators.draft import Draft
from fastscaffold.generators.new_choice import chosen_capabilities
from fastscaffold.generators.placement import Placement
from fastscaffold.generators.workspace import Workspace, catalogue
from fastscaffold.project.discover import project_around
from fastscaffold.project.manifest import Manifest, ProjectRecord
from fastscaffold.project.settings import SECRET_FILES
from fastscaffold.render.project import render_project
from fastscaffold.render.ruff import configuration, format_files
from fastscaffold.spec.identifiers import suggestion
from fastscaffold.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.render.project import RenderedFile
    from fastscaffold.requests import Interaction, NewProject, Options

_SECRET_MODE = 0o600
_EXECUTABLE_MODE = 0o755
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,62}")
_PACKAGE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_TAKEN_PACKAGES = frozenset(
    {"alembic", "fastapi", "migrations", "pydantic", "sqlalchemy", "tests"}
    # Python's own that `sys.stdlib_module_names` leaves out, and what it imports as it starts.
    | {"sitecustomize", "test", "usercustomize"}
)


def _name_hint(name: str) -> str:
    like = (suggestion(name) or "shop_api").replace("_", "-")
    hint = f"A letter, then letters, digits, - and _, 63 characters at most: {like}"
    return f"{hint}\n--dest says in which directory it is made." if "/" in name else hint


def _package_hint(name: str) -> str:
    like = suggestion(name) or "shop_api"
    like = f"{like}_app" if keyword.iskeyword(like) or _is_taken(like) else like
    return f"A small letter, then small letters, digits and _, no word of Python's own: {like}"


def _is_taken(package: str) -> bool:
    return package in _TAKEN_PACKAGES or package in sys.stdlib_module_names


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
                hint=_name_hint(request.name),
            )
        )
    package = request.package
    if not _PACKAGE.fullmatch(package) or keyword.iskeyword(package):
        messages.append(
            Message(
                "new.package",
                f"{package!r} cannot be a package's name.",
                hint=_package_hint(package),
            )
        )
    elif _is_taken(package):
        messages.append(
            Message(
                "new.package",
                f"The package name {package!r} would hide a module that the project imports.",
                hint="Choose another, such as app.",
            )
        )
    if messages:
        raise UsageError(*messages)


def draft_project(request: NewProject, options: Options, interaction: Interaction) -> Draft:
    """Plan a project: the base, then each capability as ``add`` would add it.

    Raises:
        ConflictError: something is there already.
        UsageError: an unknown capability, a template that cannot be rendered, or a name that is
            that of a dependency.
    """
    root = request.parent / request.name
    tree = Tree(root)
    if tree.list():
        raise ConflictError(
            Message(
                "tree.exists",
                "The directory is there already, and it is not empty.",
                str(root),
                hint="Choose another name, or move it out of the way.",
            )
        )
    workspace = Workspace(root, tree, Manifest(tree), catalogue(), None)
    placement = Placement(tree, options.on_conflict, interaction)
    draft = Draft(workspace, placement, warnings=_nested(request.parent))
    chosen = chosen_capabilities(request, workspace.catalogue)
    rendered = render_project(request.template, _answers(request))
    if (project := rendered.get("pyproject.toml")) is not None:
        _check_dependencies(request.name, project.content)
    _add_base(request, rendered, draft)
    add_all(chosen, draft)
    here = Path.cwd()
    shown = root.relative_to(here) if root.is_relative_to(here) else root
    draft.next = (f"cd {shown}", "make install", "make run", "make test")
    return draft


def _nested(parent: Path) -> list[Message]:
    """Say that a project is made inside another one, which is seldom meant."""
    outer = project_around(parent.resolve())
    if outer is None:
        return []
    return [
        Message(
            "new.inside",
            f"It is made inside another project, {outer.name}, whose git and style checks see "
            "its files, too.",
            str(outer),
            hint="To add to that project, use add-feature or add; --dest makes one elsewhere, "
            f"such as --dest {shlex.quote(os.path.relpath(outer.parent))}",
        )
    ]


def _check_dependencies(name: str, pyproject: bytes) -> None:
    """Refuse a distribution that would depend on itself.

    Raises:
        UsageError: code ``new.name``.
    """
    # A requirement on a line of its own; PEP 503 takes dashes, dots and underscores for the same.
    normal = re.sub("[-_]+", "[-_.]+", name)
    if re.search(rf'^\s*"{normal}\s*[\[<>=~!;]', pyproject.decode(), re.MULTILINE | re.IGNORECASE):
        raise UsageError(
            Message(
                "new.name",
                f"The project would be called {name}, and depend on {name}.",
                hint=f"Choose another name, such as {name}-service.",
            )
        )


def _answers(request: NewProject) -> dict[str, str]:
    return {
        "project_name": request.name,
        "package": request.package,
        "python": request.python,
        "database": request.database,
        "secret_key": request.secret_key or secrets.token_urlsafe(48),
    }


def _add_base(request: NewProject, rendered: Mapping[str, RenderedFile], draft: Draft) -> None:
    sources = {path: file.content for path, file in rendered.items()}
    config = configuration(lambda name: sources[name].decode() if name in sources else None)
    files = sources | format_files(
        {path: content for path, content in sources.items() if path.endswith(".py")},
        config=config,
        package=request.package,
    )
    for path, content in files.items():
        mode = _EXECUTABLE_MODE if rendered[path].executable else None
        secret = path in SECRET_FILES
        draft.placement.create(path, content, mode=_SECRET_MODE if secret else mode)
    # A binary file of somebody's own template is not remembered: no edit of it could be merged.
    pristine = {
        path: text
        for path, content in files.items()
        if path not in SECRET_FILES and (text := _text(content)) is not None
    }
    draft.workspace.manifest.write_project(project_record(request), pristine)


def _text(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def project_record(request: NewProject) -> ProjectRecord:
    """What is remembered of how a project was made."""
    return ProjectRecord(
        name=request.name,
        package=request.package,
        python=request.python,
        database=request.database,
        main=f"src/{request.package}/main.py",
        template=request.template,
        tool=__version__,
    )
