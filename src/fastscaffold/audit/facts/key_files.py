"""Keys that are read from files of their own: whether the repository holds those."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.sources import KEY_FILES
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.sources import Sources

_READS = frozenset({"read", "read_bytes", "read_text"})


def reads_a_key(node: ast.Call) -> bool:
    """Whether a call reads a file that holds a key: ``Path("jwt.pem").read_text()``."""
    function = node.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in _READS
        and any(each.endswith(KEY_FILES) for each in _texts(function.value))
    )


def is_committed(node: ast.Call, sources: Sources) -> bool:
    """Whether the repository holds a file of that name."""
    names = {PurePosixPath(each).name for each in _texts(node.func)}
    return any(PurePosixPath(each).name in names for each in sources.keys)


def _texts(node: ast.AST) -> Iterator[str]:
    for each in walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
