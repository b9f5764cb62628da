"""Copies of an application in a folder of its own project, and templates of one."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.project.served import makes
from fastscaffold.audit.nodes import constant_texts
from fastscaffold.audit.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Module

# Fewer files may be alike, or called alike, by chance; and a copy may hold a few others.
_MIN_FILES = 3
_MOST = 0.75
_COPIES = re.compile(r"shutil\.(?:copy\w*|move)")
_IGNORES = re.compile(r"(?i)(?:.*/)?\.\w*ignore|.*\.(?:lock|txt)")
_LEFT_OUT = re.compile(r"(?i)exclude|ignore|\bomit\b")
# A line of a list that stands in several, whose head says what it is a list of.
_ITEM = re.compile(r"\s*(?:-\s*)?[\"']?[\w./*-]*[\"']?,?\s*(?:#.*)?")
# What is built, started or installed by itself.
_OWN = re.compile(r"(?i)(?!.*ignore$).*(?:docker|container)file.*|procfile|pyproject\.toml")
# How Python starts what lies in a folder, besides importing it.
_STARTED = re.compile(r"[\"']([\w-]+(?:\.\w+)+)(?::\w+)?[\"']")
STARTS = re.compile(r"\b(?:app_dir|cwd|chdir|import_module|path\.(?:append|insert))\b")


def set_copies_aside(index: Index, texts: Mapping[str, str]) -> None:
    """Take what lies in a folder below an application, and is a copy of it, for scripts.

    Such a folder holds the application again, file by file under the same paths, and nothing
    loads or deploys it. Either its files are the same, of which those are judged once that nothing
    of its own loads, or a program copies them to where they are served, which is the only place
    where all that they import is. Services of one repository that are laid out alike lie beside
    each other, and import what is their own.

    Args:
        index: all modules.
        texts: other files, which name what is deployed.
    """
    production = {
        each.path: each for each in index.modules.values() if each.is_production and each.tree.body
    }
    candidates = _second_applications(production.values())
    loaded = loaded_folders(index, {folder for folder, _ in candidates})
    for folder, around in sorted(candidates):
        inside = [each for path, each in production.items() if path.startswith(folder)]
        twins = {each: production.get(around + each.path[len(folder) :]) for each in inside}
        enough = max(_MIN_FILES, _MOST * len(inside))
        if sum(twin is not None for twin in twins.values()) < enough:
            continue
        if folder in loaded or is_deployed(texts, folder):
            continue
        same = {each for each, twin in twins.items() if twin and each.lines == twin.lines}
        judged: set[Module] = set()
        if len(same) < len(inside) and not _is_template(index, folder, around):
            if len(same) < enough:
                continue
            judged = index.loaded_by(each for each in inside if each not in same)
        for module in index.modules.values():
            if module.is_production and module.path.startswith(folder) and module not in judged:
                module.role = Role.SCRIPT


def _second_applications(modules: Iterable[Module]) -> set[tuple[str, str]]:
    """Folders, and those around them, that make an application in files called alike."""
    makers = {module.path for module in modules if makes(module, "FastAPI")}
    found: set[tuple[str, str]] = set()
    for path in makers:
        heads = ["", *folders_of(path)]
        found.update(
            (head, around)
            for end, head in enumerate(heads)
            for around in heads[:end]
            if around + path[len(head) :] in makers
        )
    return found


def _is_template(index: Index, folder: str, around: str) -> bool:
    """Whether a program copies a folder, whose modules are written for the place around it."""
    inside = [each for each in index.modules.values() if each.path.startswith(folder)]
    own, others = (_names(index, each) for each in (folder, around))
    imported: set[str] = set()
    for module in inside:
        # A relative import from a package in the folder goes wherever that is copied.
        in_package = "/" in module.path[len(folder) :]
        for target in module.loads:
            is_own = f"{target.removeprefix('.')}.".startswith(_dotted(folder))
            if is_own and not (in_package and target.startswith(".")):
                return False
            imported.add(target.partition(".")[0])
    return (
        not imported.isdisjoint(own & others)
        and not imported.isdisjoint(others - own)
        and any(_copies(each, folder) for each in index.modules.values() if each not in inside)
    )


def _names(index: Index, folder: str) -> set[str]:
    """What absolute imports may begin with where a folder is on the path."""
    return {
        each.path[len(folder) :].partition("/")[0].removesuffix(".py")
        for each in index.modules.values()
        if each.path.startswith(folder)
    }


def _copies(module: Module, folder: str) -> bool:
    """Whether a module copies files, and names a folder in a text."""
    name = folder.rstrip("/")
    return any(_COPIES.match(target) or target == "shutil" for target in module.loads) and any(
        f"{text.removeprefix('./')}/".startswith(folder)
        for text in constant_texts(module.tree)
        if name in text
    )


def loaded_folders(index: Index, folders: set[str]) -> set[str]:
    """Those that something outside of them imports from, or starts by their name."""
    found: set[str] = set()
    for module in index.modules.values() if folders else ():
        named = {head for each in index.imported_by(module) for head in folders_of(each.path)}
        for line in module.lines:
            for match in _STARTED.finditer(line):
                named.update(folders_of(match[1].replace(".", "/")))
            if STARTS.search(line):
                named.update(each for each in folders if each.rstrip("/") in line)
        found.update(each for each in named if not module.path.startswith(each))
    return found & folders


def folders_of(path: str) -> list[str]:
    """The folders that a path lies in, the outermost first."""
    parts = path.split("/")
    return ["/".join(parts[:end]) + "/" for end in range(1, len(parts))]


def is_deployed(texts: Mapping[str, str], folder: str) -> bool:
    """Whether a folder holds what builds or starts it, or something elsewhere names it."""
    held = (PurePosixPath(path).name for path in texts if path.startswith(folder))
    return any(map(_OWN.fullmatch, held)) or is_named(texts, folder)


def is_named(texts: Mapping[str, str], folder: str, within: str = "") -> bool:
    """Whether what builds or deploys the project names a folder, but to leave it out.

    Args:
        texts: other files, by path.
        folder: its path.
        within: the folder that it is named from, "" where its whole path is.
    """
    called = folder.removeprefix(within)
    names = (called.rstrip("/"), _dotted(called)[:-1])
    named = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
    return any(
        named.search(line)
        for path, text in texts.items()
        if not _IGNORES.fullmatch(path) and not path.startswith(folder)
        if any(name in text for name in names)
        for line in _kept(text)
    )


def _kept(text: str) -> Iterator[str]:
    """The lines of a file, but for what it leaves out."""
    head = ""
    for line in text.splitlines():
        head = head if _ITEM.fullmatch(line) else line
        if not _LEFT_OUT.search(head):
            yield line


def _dotted(folder: str) -> str:
    return folder.replace("/", ".")
