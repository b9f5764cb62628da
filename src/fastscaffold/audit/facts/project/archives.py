"""Folders of what was served once, which are called as a feature may be, too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.project.copies import (
    STARTS,
    folders_of,
    is_deployed,
    is_named,
    loaded_folders,
)
from fastscaffold.audit.facts.project.served import makes
from fastscaffold.audit.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.audit.index import Index

# An application as commands name it: `legacy.main:app`.
_APPLICATION = re.compile(r"[\"'][\w-]+(?:\.\w+)+:\w+[\"']")
_NAMES = frozenset({"archive", "archives", "attic", "backup", "backups", "legacy"})


def set_archives_aside(index: Index, texts: Mapping[str, str]) -> None:
    """Take what lies in an archive for scripts, where an application lies outside of it.

    Nothing outside imports, starts or deploys anything of it, and it is in no package, whose
    modules may be loaded by their names.

    Args:
        index: all modules.
        texts: other files, which name what is deployed.
    """
    production = [each for each in index.modules.values() if each.is_production]
    folders = {
        head
        for module in production
        for head in folders_of(module.path)
        if head.rstrip("/").rpartition("/")[2].lower() in _NAMES
    }
    if not folders:
        return
    packages = {
        each.path.removesuffix("__init__.py")
        for each in index.modules.values()
        if each.path.endswith("/__init__.py")
    }
    makers = [each.path for each in production if makes(each, "FastAPI")]
    naming = {**texts, **_starting_lines(index)}
    for folder in folders - loaded_folders(index, folders):
        inside_package = not packages.isdisjoint(folders_of(folder.rstrip("/")))
        serves = any(not path.startswith(folder) for path in makers)
        if inside_package or not serves or is_deployed(texts, folder):
            continue
        if _is_named_within(naming, folder):
            continue
        for module in production:
            if module.path.startswith(folder):
                module.role = Role.SCRIPT


def _starting_lines(index: Index) -> dict[str, str]:
    """The lines of each module by which Python may start what lies elsewhere."""
    return {
        module.path: "\n".join(
            each for each in module.lines if _APPLICATION.search(each) or STARTS.search(each)
        )
        for module in index.modules.values()
    }


def _is_named_within(naming: Mapping[str, str], folder: str) -> bool:
    """Whether something names a folder from one that it lies in: `legacy.main:app` in `backend/`.

    An image may hold what lies in that folder alone, and a program may be run there.
    """
    around = folders_of(folder.rstrip("/"))
    return any(is_named(naming, folder, within) for within in around)
