"""Addresses whose password stands in them, wherever production source has them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.secret_names import holds_password
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.walking import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Module

# What shows an address, looks for one, or makes another of it.
_SHOWING = frozenset(
    {
        *("critical", "debug", "echo", "endswith", "error", "exception", "info", "log", "print"),
        *("replace", "removeprefix", "startswith", "warning"),
    }
)
# A database of tests, by its name.
_OF_TESTS = re.compile(r"/([^/?]*[_-])?tests?([_-][^/?]*)?(\?.*)?$")
_DESCRIBING = frozenset(
    {"description", "example", "examples", "help", "json_schema_extra", "title"}
)


def written_addresses(facts: Facts) -> Iterator[tuple[Module, ast.Constant]]:
    """Literals that are such an address, or the start of one; not where one is only shown."""
    for module in facts.production:
        found = [each for each in walk(module.tree) if _is_address(each)]
        if not found:
            continue
        parents = {id(child): node for node in walk(module.tree) for child in children(node)}
        for each in found:
            if isinstance(each, ast.Constant) and _is_used(each, parents):
                yield module, each


def _is_address(node: ast.AST) -> bool:
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
            case ast.Call() if last_called(parent) in _SHOWING:
                return False
            case ast.stmt():
                return True
            case _:
                node = parent
    return True
