"""Programs that somebody runs beside what is served, and clients of it for others to install."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.project.archives import set_archives_aside
from fastscaffold.audit.facts.project.copies import set_copies_aside
from fastscaffold.audit.facts.project.programs import is_run
from fastscaffold.audit.facts.project.served import makes
from fastscaffold.audit.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Module

# With these a program serves something itself, or starts the application.
_SERVERS = frozenset({"flask", "granian", "gunicorn", "hypercorn", "streamlit", "uvicorn"})
_CLIENT = re.compile(r"(?:.*[_-])?(?:clients?|sdk)(?:[_-]python)?")
_DISTRIBUTIONS = frozenset({"pyproject.toml", "setup.cfg", "setup.py"})
# What developers run or note, rather than what is deployed.
_OF_DEVELOPERS = re.compile(
    r"(?i)(?:.*/)?(?:(?:gnu)?makefile|justfile|\.gitignore|\.coveragerc|.*\.(?:lock|mk|sql|txt))"
)


def set_beside(
    index: Index, texts: Mapping[str, str], aside: Collection[str] = frozenset()
) -> None:
    """Take what an application never loads for scripts, where it lies outside of its packages.

    Args:
        index: all modules; where none of them serves anything, each may be what the project is for.
        texts: other files, which name the programs that are deployed.
        aside: paths of what is known to be none of what is served.
    """
    for module in index.modules.values():
        if module.path in aside:
            module.role = Role.SCRIPT
    set_copies_aside(index, texts)
    set_archives_aside(index, texts)
    production = [each for each in index.modules.values() if each.is_production]
    serving = {each for each in production if makes(each, "FastAPI", "APIRouter")}
    if not serving:
        return
    loaded = index.loaded_by(serving)
    started = index.loaded_by(each for each in serving if makes(each, "FastAPI")) or loaded
    around = {_folder(each) for each in production if each.path.endswith("__init__.py")}
    around |= {_folder(each) for each in started}
    known = index.imported_among(production) | started
    for module in production:
        if module in known or _folder(module) in around:
            continue
        if module in serving:
            # What loads a folder of routes by its name has nothing above the application there.
            is_beside = any(_is_below(each, _folder(module)) for each in started)
        else:
            alone = index.loaded_by([module]) - {module} <= loaded - serving
            is_beside = alone and _is_program(module)
        if is_beside and not _is_deployed(module, texts):
            module.role = Role.SCRIPT
    _set_clients_beside(production, loaded, texts)


def _set_clients_beside(
    production: list[Module], loaded: set[Module], texts: Mapping[str, str]
) -> None:
    for folder in _clients(production, texts):
        below = [each for each in production if _is_below(each, folder)]
        if loaded.isdisjoint(below):
            for module in below:
                module.role = Role.SCRIPT


def _is_below(module: Module, folder: str) -> bool:
    return not folder or module.path.startswith(f"{folder}/")


def _folder(module: Module) -> str:
    return module.path.rpartition("/")[0]


def _is_program(module: Module) -> bool:
    """Whether a module does its work when it is run, as one for others to import does not."""
    libraries = {each.partition(".")[0] for each in module.loads}
    if libraries & _SERVERS or "http.server" in {each.rpartition(".")[0] for each in module.loads}:
        return False
    return is_run(module) or _only_works(module)


def _only_works(module: Module) -> bool:
    """Whether a module does something as it is loaded, and has nothing that others could use."""
    if module.functions or module.classes:
        return False
    return any(isinstance(node, ast.With) or _prints(node) for node in module.tree.body)


def _prints(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
        case _:
            return False


def _is_deployed(module: Module, texts: Mapping[str, str]) -> bool:
    """Whether an image, a compose file or an entry point names a program, as it does a worker."""
    stem = re.escape(PurePosixPath(module.path).stem)
    named = re.compile(rf"\b{stem}(?:\.py\b|:)|[./]{stem}\b")
    return any(
        named.search(text) for path, text in texts.items() if not _OF_DEVELOPERS.fullmatch(path)
    )


def _clients(production: list[Module], texts: Collection[str]) -> set[str]:
    """Folders of distributions of their own that are called as clients of a service are."""
    paths = [*texts, *(each.path for each in production)]
    found = (PurePosixPath(each) for each in paths)
    return {
        str(each.parent)
        for each in found
        if each.name in _DISTRIBUTIONS and _CLIENT.fullmatch(each.parent.name.lower())
    }
