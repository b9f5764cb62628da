"""What becomes of a token that lacks a claim."""

from __future__ import annotations

import ast
from enum import Enum, auto
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.tokens.jwt_calls import decodings
from fastscaffold.audit.facts.walking import stands_in
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.modules import Module

_LIBRARIES = frozenset({"jose", "jwt"})
# The error of a token without a required claim, and what it descends from.
_WIDE = frozenset(
    {"BaseException", "Exception", "InvalidToken", "InvalidTokenError", "JOSEError", "JWTError"}
    | {"MissingRequiredClaimError", "PyJWTError"}
)


class _Caught(Enum):
    """Which errors of tokens a ``try`` catches."""

    NONE = auto()
    SOME = auto()
    ALL = auto()


def is_refused_alike(facts: Facts, call: Call) -> bool:
    """Whether a token without a required claim goes the way of others that are not valid.

    PyJWT and python-jose have an error of its own for it, or the one that all descend from: where
    only others are caught it would be one of the server.
    """
    around = [
        _caught(facts, each, call.module)
        for each in _tries(call.module)
        if stands_in(each.body, call.node)
    ]
    if _Caught.ALL in around:
        return True
    if _Caught.SOME in around:
        return False
    # Nothing around it catches any, so callers do, if anybody.
    decoding = [each for each in decodings(facts) if each is not call]
    return not any(
        _caught(facts, each, module) is _Caught.SOME
        and not any(stands_in(each.body, other.node) for other in decoding)
        for module in facts.production
        for each in _tries(module)
    )


def _tries(module: Module) -> Iterator[ast.Try]:
    return (node for node in walk(module.tree) if isinstance(node, ast.Try))


def _caught(facts: Facts, block: ast.Try, module: Module) -> _Caught:
    found = _Caught.NONE
    for handler in block.handlers:
        if handler.type is None:
            return _Caught.ALL
        several = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        for each in several:
            symbol = facts.index.symbol(each, module) or unparsed(each)
            name = symbol.rpartition(".")[2]
            is_of_tokens = symbol.partition(".")[0] in _LIBRARIES
            if name in _WIDE and (is_of_tokens or name.endswith("Exception")):
                return _Caught.ALL
            if is_of_tokens:
                found = _Caught.SOME
    return found
