"""Texts that may well be tokens, though nothing says that they let anybody in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_call

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Call, Facts

_DRAWN = ("secrets.token_bytes", "secrets.token_hex", "secrets.token_urlsafe")
_SIGNED = tuple(
    f"itsdangerous.{name}"
    for name in (
        *("Serializer", "TimedSerializer", "TimestampSigner"),
        *("URLSafeSerializer", "URLSafeTimedSerializer"),
    )
)
# By libraries whose keys and ends are not followed: JWE, JWS, providers of OpenID Connect, PASETO.
_HIDDEN = (
    *("authlib.jose.JsonWebEncryption", "authlib.jose.JsonWebSignature", "jose.jwe.encrypt"),
    *("joserfc.jwe.encrypt_compact", "joserfc.jws.serialize_compact"),
    *("jwcrypto.jwe.JWE", "jwcrypto.jws.JWS", "jwcrypto.jwt.JWT", "jwcrypto.jwt.JWT.JWT"),
    *("pyop.provider.Provider", "python_jwt.generate_jwt", "jwskate.Jwt.sign"),
    *("pyseto.encode", "pyseto.Paseto.encode", "pyseto.Paseto.new", "paseto.create"),
)
# What makes or keeps any text, which is a token where somebody is let in with it.
_MAY_BE = ("uuid.uuid4", "cryptography.fernet.Fernet.encrypt", "nacl.secret.SecretBox.encrypt")


def possible_tokens(facts: Facts) -> list[Place]:
    """Where production source draws, signs or encrypts texts of its own."""
    calls = dict.fromkeys([*facts.calls(*_DRAWN, *_SIGNED, *_HIDDEN), *_of_logins(facts)])
    return [at_call(call, "may be a token") for call in calls]


def hidden_tokens(facts: Facts) -> list[Place]:
    """Where a library signs or encrypts some with a key that is not followed."""
    return [at_call(call, "a token of a library") for call in dict.fromkeys(facts.calls(*_HIDDEN))]


def _of_logins(facts: Facts) -> list[Call]:
    """What makes a text of its own where somebody logs in."""
    run = facts.callers.reached([route.function for route in facts.limits.logins])
    return [call for each in run for call in each.calls if facts.index.origin(call) in _MAY_BE]
