"""How many bytes that nobody can foresee a call makes."""

from __future__ import annotations

import ast

from fastscaffold.audit.walking import walk

_MAKERS = frozenset({"token_bytes", "token_hex", "token_urlsafe", "urandom"})
# What the module `random` draws can be told from what it drew before.
_FORESEEN = frozenset({"random", "_random"})
_DRAWS = frozenset({"choice", "choices", "sample"})
_NUMBERS = frozenset({"getrandbits", "randbytes", "randint", "randrange"})
# Where nothing says how much is made, it is enough.
_UNTOLD = 32


def generated_bytes(name: str, node: ast.Call) -> int | None:
    """How many random bytes a call makes; None where it makes none."""
    module, _, last = name.rpartition(".")
    if name in {"uuid.uuid4", "uuid4"}:
        return 15
    if last in {"generate_key", "generate_private_key"} or name.endswith("PrivateKey.generate"):
        return 32
    if last in _MAKERS:
        first = node.args[0] if node.args else None
        first = next((each.value for each in node.keywords if each.arg == "nbytes"), first)
        told = _number(first)
        return _UNTOLD if told is None else told
    if module in _FORESEEN and last in _NUMBERS:
        return 0
    return _drawn(node) if last == "join" else None


def _drawn(node: ast.Call) -> int | None:
    """Of what is put together from characters, each of which counts for a byte."""
    drawing = [
        each.func
        for each in walk(node, ast.Call)
        if isinstance(each.func, ast.Attribute) and each.func.attr in _DRAWS
    ]
    if not drawing:
        return None
    if any(isinstance(each.value, ast.Name) and each.value.id in _FORESEEN for each in drawing):
        return 0
    lengths = [_length(each) for each in walk(node, ast.Call)]
    return next((each for each in lengths if each is not None), _UNTOLD)


def _length(node: ast.Call) -> int | None:
    match node:
        case ast.Call(func=ast.Name(id="range"), args=[count]):
            return _number(count)
        case ast.Call(
            func=ast.Attribute(attr="choices" | "sample"), keywords=[ast.keyword("k", k)]
        ):
            return _number(k)
        case _:
            return None


def _number(node: ast.expr | None) -> int | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return node.value
    return None
