"""Calls that make and read JSON Web Tokens."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.followed import followed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.modules import Scope

PYJWT = (
    "jwt.decode",
    "jwt.decode_complete",
    "jwt.PyJWT.decode",
    "jwt.PyJWT.decode_complete",
    "jwt.api_jwt.decode",
    "jwt.api_jwt.decode_complete",
    "jwt.api_jwt.PyJWT.decode",
)
JOSE = ("jose.jwt.decode",)
AUTHLIB = (
    "authlib.jose.jwt.decode",
    "authlib.jose.JsonWebToken.decode",
    "joserfc.jwt.decode",
)
ENCODERS = (
    "jwt.encode",
    "jwt.PyJWT.encode",
    "jwt.api_jwt.encode",
    "jwt.api_jwt.PyJWT.encode",
    "jose.jwt.encode",
    "authlib.jose.jwt.encode",
    "authlib.jose.JsonWebToken.encode",
    "joserfc.jwt.encode",
)
DECODERS = (*PYJWT, *JOSE, *AUTHLIB)


def decodings(facts: Facts) -> Iterator[Call]:
    """Where a token is read."""
    return facts.calls(*DECODERS)


def encodings(facts: Facts) -> Iterator[Call]:
    """Where a token is made."""
    return facts.calls(*ENCODERS)


def chosen_by_the_token(facts: Facts, node: ast.expr, scope: Scope) -> bool:
    """Whether algorithms hold an entry of what ``get_unverified_header`` gives."""
    waiting = [(each, scope, 3) for each in walk(node)]
    while waiting:
        each, holder, steps = waiting.pop()
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute | ast.Name):
            name = facts.index.called(each.func, holder)
            if name.rpartition(".")[2] == "get_unverified_header":
                return True
        if isinstance(each, ast.Name) and steps:
            for leaf, place in followed(facts, each, holder):
                waiting += [(part, place, steps - 1) for part in walk(leaf)]
    return False
