"""Texts that may well be tokens, though nothing says that they let anybody in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_call

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts

_DRAWN = ("secrets.token_bytes", "secrets.token_hex", "secrets.token_urlsafe")
_SIGNED = tuple(
    f"itsdangerous.{name}"
    for name in (
        *("Serializer", "TimedSerializer", "TimestampSigner"),
        *("URLSafeSerializer", "URLSafeTimedSerializer"),
    )
)
_ENCRYPTED = (
    *("authlib.jose.JsonWebEncryption", "jose.jwe.encrypt", "joserfc.jwe.encrypt_compact"),
    "jwcrypto.jwe.JWE",
)


def possible_tokens(facts: Facts) -> list[Place]:
    """Where production source draws, signs or encrypts texts of its own."""
    calls = facts.calls(*_DRAWN, *_SIGNED, *_ENCRYPTED)
    return [at_call(call, "may be a token") for call in dict.fromkeys(calls)]


def encrypted_tokens(facts: Facts) -> list[Place]:
    """Where it encrypts some (RFC 7516): those have a key as signed ones do."""
    return [at_call(call, "an encrypted token") for call in dict.fromkeys(facts.calls(*_ENCRYPTED))]
