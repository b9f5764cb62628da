"""Digests of the standard library: what they are made of, and how much of them is kept."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.followed import only
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.values import UNKNOWN

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

_BYTES = {"blake2b": 64, "blake2s": 32, "md5": 16, "ripemd160": 20, "sha1": 20, "sm3": 32}
# Their names end in their bits, as `sha3_384` and `sha512_256` do.
_BITS = {"224": 28, "256": 32, "384": 48, "512": 64}
_DIGESTS = frozenset({"digest", "hexdigest"})
# How many characters so many bytes are written down as.
_WRITTEN = {
    "b64encode": (4, 3),
    "hexlify": (2, 1),
    "standard_b64encode": (4, 3),
    "urlsafe_b64encode": (4, 3),
}
_KEPT = frozenset({"decode", "encode", "lower", "upper"})
# What digests are made of is called differently by the versions of Python.
_CONTENTS = ("data", "string")
MAX_STEPS = 6


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest, however it is written down.

    Attributes:
        made_of: what it is as hard to guess as, unless it is cut.
        length: its bytes or characters; None where that cannot be told.
    """

    made_of: ast.expr
    length: int | None


def digested(facts: Facts, node: ast.expr, scope: Scope, steps: int = MAX_STEPS) -> Digest | None:
    """The digest that an expression is; None of what is none."""
    if steps == 0:
        return None
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Call() as made, attr=name)) if name in _DIGESTS:
            return _made(facts, made, node, scope)
        case ast.Call(func=ast.Attribute(value=inner, attr="hex")):
            return _longer(_held(facts, inner, scope, steps), 2, 1)
        case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name in _KEPT:
            return _held(facts, inner, scope, steps)
        case ast.Call(args=[inner, *_]):
            last = facts.index.called(node.func, scope).rpartition(".")[2]
            times, by = _WRITTEN.get(last, (0, 0))
            return _longer(_held(facts, inner, scope, steps), times, by) if times else None
        case ast.Subscript(value=inner, slice=ast.Slice() as part):
            found = _held(facts, inner, scope, steps)
            return None if found is None else _cut(facts, found, part, scope)
        case _:
            return None


def _held(facts: Facts, node: ast.expr, scope: Scope, steps: int) -> Digest | None:
    """The digest that an expression is, or that a name stands for."""
    placed = only(facts, node, scope) if isinstance(node, ast.Name | ast.Attribute) else None
    return digested(facts, *(placed or (node, scope)), steps - 1)


def _made(facts: Facts, made: ast.Call, node: ast.Call, scope: Scope) -> Digest | None:
    name = facts.index.called(made.func, scope)
    if not name.startswith("hashlib."):
        return None
    algorithm: object = name.rpartition(".")[2]
    named = {each.arg: each.value for each in made.keywords}
    given = list(made.args)
    if algorithm == "new":
        chosen = named.get("name") or (given.pop(0) if given else None)
        algorithm = facts.values.fold(chosen, scope)
    contents = [named[each] for each in _CONTENTS if each in named]
    # Of a key and what it is used for, one is secret, and the other is a label in the code.
    parts = [each for each in (named.get("key"), *given[:1], *contents) if each is not None]
    if not parts:
        return None
    told_later = (each for each in parts if facts.values.fold(each, scope) is UNKNOWN)
    length = _size(str(algorithm).lower())
    # Those of any length are told it at last, the others at first.
    asked = named.get("digest_size") or next(iter(arguments_of(node)), None)
    if asked is not None:
        told = facts.values.fold(asked, scope)
        length = told if isinstance(told, int) else None
    is_text = isinstance(node.func, ast.Attribute) and node.func.attr == "hexdigest"
    return _longer(Digest(next(told_later, parts[0]), length), 2 if is_text else 1, 1)


def _size(algorithm: str) -> int | None:
    """The bytes of a digest, by the name of what makes it."""
    return _BYTES.get(algorithm, _BITS.get(algorithm[-3:]) if "shake" not in algorithm else None)


def _longer(found: Digest | None, times: int, by: int) -> Digest | None:
    """What it is written down as, so many characters for so many bytes."""
    if found is None or found.length is None:
        return found
    return replace(found, length=-(-found.length // by) * times)


def _cut(facts: Facts, found: Digest, part: ast.Slice, scope: Scope) -> Digest:
    """A part of it; of bounds that only the deployment knows, nothing is told."""
    bounds: list[int | None] = []
    for each in (part.lower, part.upper, part.step):
        value = None if each is None else facts.values.fold(each, scope)
        if not isinstance(value, int | None) or (value == 0 and each is part.step):
            return replace(found, length=None)
        bounds.append(value)
    if found.length is None:
        _, upper, _ = bounds
        return replace(found, length=upper if upper is not None and upper >= 0 else None)
    return replace(found, length=len(range(found.length)[slice(*bounds)]))
