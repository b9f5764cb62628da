"""Digests of the standard library, and what they are made of."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

_DIGESTS = frozenset({"digest", "hexdigest"})
_ENCODINGS = frozenset({"b64encode", "hexlify", "standard_b64encode", "urlsafe_b64encode"})
_KEPT = frozenset({"decode", "encode", "hex", "upper"})


def digested(facts: Facts, node: ast.expr, scope: Scope) -> ast.expr | None:
    """What a digest is made of, however it is written down; None of what is no digest."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Call() as made, attr=name)) if name in _DIGESTS:
            is_hash = facts.index.called(made.func, scope).startswith("hashlib.")
            given = [*made.args, *(each.value for each in made.keywords)]
            is_named = facts.index.called(made.func, scope) == "hashlib.new"
            given = given[1:] if is_named else given
            return given[0] if is_hash and given else None
        case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name in _KEPT:
            return digested(facts, inner, scope)
        case ast.Call(args=[inner, *_]):
            last = facts.index.called(node.func, scope).rpartition(".")[2]
            return digested(facts, inner, scope) if last in _ENCODINGS else None
        case ast.Subscript(value=inner, slice=ast.Slice()):
            return digested(facts, inner, scope)
        case _:
            return None
