"""Addresses whose password stands in them, wherever production source has them."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.secrets.address_texts import holds_password, is_stand_in
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.walking import children, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Module

# What shows an address, or looks for one.
_SHOWING = frozenset(
    {
        *("critical", "debug", "echo", "endswith", "error", "exception", "info", "log", "print"),
        *("replace", "removeprefix", "startswith", "warning"),
    }
)
# What makes another of it, with the same password.
_CHANGING = frozenset({"removeprefix", "replace"})
# A database of tests, by its name, on this machine or on one that only a network of containers has.
_OF_TESTS = re.compile(
    r"@(\[[\da-f:]+\]|127[.\d]+|[^/?@.,:]+)(:\d+)?/([^/?]*[_-])?tests?([_-][^/?]*)?(\?.*)?$"
)
_DESCRIBING = frozenset(
    {
        *("description", "epilog", "example", "examples", "help", "json_schema_extra", "pattern"),
        *("placeholder", "regex", "title", "usage"),
    }
)
# What connects, to whomever it is told.
_CONNECTING = re.compile(r"(?i)connect|engine|pool|client|from_url|redis|database")


def written_addresses(facts: Facts) -> Iterator[tuple[Module, ast.Constant]]:
    """Literals that are such an address, or the start of one; not where one is only shown."""
    for module in facts.production:
        parents = _Parents(module)
        for each in used_literals(module, _is_address, parents):
            if not is_stand_in(str(each.value)) or _is_connected_to(each, parents.all):
                yield module, each


def used_literals(
    module: Module,
    is_wanted: Callable[[ast.Constant], bool],
    parents: _Parents | None = None,
) -> Iterator[ast.Constant]:
    """Literals of a module that are handed on, and are no text for people."""
    parents = parents or _Parents(module)
    for each in walk(module.tree, ast.Constant):
        if is_wanted(each) and _is_used(each, parents.all):
            yield each


class _Parents:
    """What each node of a module stands in, gathered once it is asked for."""

    def __init__(self, module: Module) -> None:
        self._module = module

    @cached_property
    def all(self) -> dict[int, ast.AST]:
        """The parent of each node, by its identity."""
        nodes = walk(self._module.tree)
        return {id(child): node for node in nodes for child in children(node)}


def _is_address(node: ast.Constant) -> bool:
    match node:
        case ast.Constant(value=str() as text):
            is_one = "://" in text and "@" in text and holds_password(text)
            return is_one and _OF_TESTS.search(text) is None
        case _:
            return False


def _is_used(node: ast.AST, parents: dict[int, ast.AST]) -> bool:
    """Whether what a literal stands in is handed on, and no text for people."""
    while (parent := parents.get(id(node))) is not None:
        match parent:
            case ast.Compare() | ast.Expr(value=ast.Constant()) | ast.Raise():
                return False
            case ast.arg() | ast.AnnAssign() if parent.annotation is node:
                return False  # what marks a type, such as one by which a placeholder is known
            case ast.keyword(arg=str() as name) if name in _DESCRIBING:
                return False
            case ast.Call(func=called) if called is node and last_called(parent) in _CHANGING:
                node = parent
            case ast.Call() if last_called(parent) in _SHOWING:
                return False
            case ast.Assign(targets=[ast.Name(id=name)]) if _DESCRIBING & set(words(name)):
                return False
            case ast.Dict() if _describes(parent, node):
                return False
            case ast.stmt():
                return True
            case _:
                node = parent
    return True


def _describes(mapping: ast.Dict, value: ast.AST) -> bool:
    """Whether an entry is there to show something: ``{"example": "..."}``."""
    return any(
        given is value and isinstance(key, ast.Constant) and key.value in _DESCRIBING
        for key, given in zip(mapping.keys, mapping.values, strict=True)
    )


def _is_connected_to(node: ast.AST, parents: dict[int, ast.AST]) -> bool:
    """Whether an address that is like one of examples is where the application connects."""
    parent = parents.get(id(node))
    while isinstance(parent, ast.JoinedStr | ast.BinOp | ast.BoolOp | ast.keyword):
        parent = parents.get(id(parent))
    return isinstance(parent, ast.Call) and _CONNECTING.search(last_called(parent)) is not None
