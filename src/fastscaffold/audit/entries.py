"""The entries of mappings that source holds, by their keys."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TypeAlias

Key: TypeAlias = tuple[type, object]


class Entries:
    """Gives the values of a key, having read each mapping once."""

    def __init__(self) -> None:
        self._by_mapping: dict[ast.Dict, dict[Key, list[ast.expr]]] = {}

    def of(self, mapping: ast.Dict, key: ast.expr) -> list[ast.expr]:
        """The values of a key, which is told by how it is written; all values where none has it."""
        if mapping not in self._by_mapping:
            self._by_mapping[mapping] = _read(mapping)
        return self._by_mapping[mapping].get(_key(key), mapping.values)


def _read(mapping: ast.Dict) -> dict[Key, list[ast.expr]]:
    found: dict[Key, list[ast.expr]] = defaultdict(list)
    for key, value in zip(mapping.keys, mapping.values, strict=True):
        if key is not None:
            found[_key(key)].append(value)
    return dict(found)


def _key(node: ast.expr) -> Key:
    # `True` and `1` are equal and not the same.
    if isinstance(node, ast.Constant):
        return type(node.value), node.value
    return ast.expr, ast.dump(node)
