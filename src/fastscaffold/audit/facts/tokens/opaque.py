"""Texts that may well be tokens, though nothing says that they let anybody in."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.passwords.names import is_value
from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.modules import dotted
from fastscaffold.audit.walking import walk

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
# What is drawn for something that lets nobody in, or that has no end by its nature.
_NO_TOKEN = re.compile(
    r"(?i)api_?key|correlation|(?<![a-z])span(?![a-z])|trace(?!back)|file_?name|salt|csrf|xsrf"
    r"|(?<![a-z])(?:nonce|seed)(?![a-z])|(?:encryption|secret|signing)_?key"
    r"|(?<![a-z])(?:batch|build|job|req|request|run|task)_?id(?![a-z])"
    # What answers of chats are numbered with.
    r"|(?<![a-z])(?:chatcmpl|cmpl|modelperm)(?![a-z])"
)
# The same of what a text is given to alone: what is about a password may let somebody in.
_NO_TOKEN_ITSELF = re.compile(r"(?i)(?<![a-z])(?:path|sha\d*)(?![a-z])")
# A link that is sent, or what a new password is asked for with.
_SENT = re.compile(r"(?i)[/?=\s]|forg[eo]t|recover|reset")
_TOKEN = re.compile(r"(?i)(?<!csrf)(?<!csrf_)(?<!xsrf)(?<!xsrf_)(?:token|session|login|auth)")
# Bytes with which nobody is let in: fewer can be guessed.
_LEAST = 8


def possible_tokens(facts: Facts) -> list[Place]:
    """Where production source draws, signs or encrypts texts of its own."""
    drawn = [call for call in facts.calls(*_DRAWN) if not _is_short(facts, call)]
    names = _given_names(drawn)
    drawn = [call for call in drawn if not _is_for_something_else(call, names[call.node])]
    calls = dict.fromkeys([*drawn, *facts.calls(*_SIGNED, *_HIDDEN), *_of_logins(facts)])
    return [at_call(call, "may be a token") for call in calls]


def _is_short(facts: Facts, call: Call) -> bool:
    count = facts.values.fold(call.argument("nbytes", 0), call.scope)
    return isinstance(count, int) and count < _LEAST


def _is_for_something_else(call: Call, given: list[str]) -> bool:
    """Whether all that stands around a text that is drawn is named after something else."""
    function = call.function
    around = [] if function is None else [function.name]
    around += [function.owner.name] if function is not None and function.owner is not None else []
    names = [*around, *given]
    if any(map(_TOKEN.search, names)):
        return False
    return any(map(_NO_TOKEN.search, names)) or any(map(_names_no_token, given))


def _names_no_token(name: str) -> bool:
    """Whether what a text is given to is a password or a path, and nothing to come back with."""
    is_own = is_value(name) or _NO_TOKEN_ITSELF.search(name) is not None
    return is_own and _SENT.search(name) is None


def _given_names(drawn: list[Call]) -> dict[ast.Call, list[str]]:
    """What each text that is drawn is given to, and what stands in front of it in a text."""
    found: dict[ast.Call, list[str]] = {call.node: [] for call in drawn}
    for module in dict.fromkeys(call.module for call in drawn):
        for node in walk(module.tree, ast.keyword, ast.Assign, ast.AnnAssign, ast.JoinedStr):
            name, value = _named(node)
            for each in walk(value, ast.Call) if name and value is not None else ():
                if each in found:
                    found[each].append(name)
    return found


def _named(node: ast.AST) -> tuple[str, ast.expr | None]:
    """A name, and the value that it is given; an empty name where there is none."""
    match node:
        case ast.keyword(arg=str() as name, value=value):
            return name, value
        case (
            ast.Assign(targets=[target], value=value)
            | ast.AnnAssign(target=target, value=ast.expr() as value)
        ):
            if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                return str(target.slice.value), value
            return dotted(target) or "", value
        case ast.JoinedStr(values=[ast.Constant(value=str() as name), *_]):
            return name, node
        case _:
            return "", None


def hidden_tokens(facts: Facts) -> list[Place]:
    """Where a library signs or encrypts some with a key that is not followed."""
    return [at_call(call, "a token of a library") for call in dict.fromkeys(facts.calls(*_HIDDEN))]


def _of_logins(facts: Facts) -> list[Call]:
    """What makes a text of its own where somebody logs in."""
    run = facts.callers.reached([route.function for route in facts.limits.logins])
    return [call for each in run for call in each.calls if facts.index.origin(call) in _MAY_BE]
