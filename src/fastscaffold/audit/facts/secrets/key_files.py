"""Keys that are read from files of their own: whether the repository holds those."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import own_fields
from fastscaffold.audit.facts.origins.origin import Origin
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.project.tracked import tracked
from fastscaffold.audit.facts.settings.env_files import is_ignored
from fastscaffold.audit.nodes import constant_texts
from fastscaffold.audit.private_keys import KEY_FILES
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.sources import Sources

_NAMES_A_FILE = re.compile(r"(?i)(^|_)(key|pem)_?(file|path)$|private_key_?(file_?)?path")
_READS = frozenset({"read", "read_bytes", "read_text"})


def reads_a_key(node: ast.Call) -> bool:
    """Whether a call reads a file that holds a key: ``Path("jwt.pem").read_text()``."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in _READS:
        return False
    if any(each.endswith(KEY_FILES) for each in constant_texts(function.value)):
        return True
    # Where a setting names the file.
    return any(
        _NAMES_A_FILE.search(each.attr if isinstance(each, ast.Attribute) else each.id)
        for each in walk(function.value)
        if isinstance(each, ast.Attribute | ast.Name)
    )


def is_committed(node: ast.Call, sources: Sources) -> bool:
    """Whether the repository holds a file of that name."""
    names = {PurePosixPath(each).name for each in constant_texts(node.func)}
    return any(PurePosixPath(each).name in names for each in sources.keys)


def committed_by_default(facts: Facts) -> Iterator[Origin]:
    """Private keys that the repository holds, and settings name unless somebody says otherwise."""
    held = {PurePosixPath(each).name for each in kept_keys(facts)}
    for settings in facts.settings if held else ():
        for field in own_fields(settings):
            texts = list(constant_texts(field.value)) if field.value is not None else []
            named = {PurePosixPath(each).name for each in texts} & held
            if any("priv" in each.lower() for each in (*named, field.name)) and named:
                place = Place(field.module.path, field.line)
                yield Origin("constant", place, min(named), field=field)


def kept_keys(facts: Facts) -> list[str]:
    """Files of keys that are in the repository, and not only beside it."""
    found = facts.sources.keys
    in_index = tracked(facts.sources.root) if found else None
    if in_index is None:
        return [each for each in found if not is_ignored(facts.configuration, each)]
    return [each for each in found if each in in_index]
