"""Calls that make and read JSON Web Tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts

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
