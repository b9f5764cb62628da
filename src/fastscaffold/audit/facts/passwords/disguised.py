"""Passwords that only look hashed, with a word before or behind them, and those in the source."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Function

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

_STEPS = 4
_REVERSED = re.compile(r"(^|\.)(base64\.\w*b64encode|cryptography\.fernet\.Fernet\.encrypt)$")
# Hashes that were made before, by how they start or as digests, and what stands for no password.
_HASHED = re.compile(r"[$!*{]|pbkdf2|[\da-f]{32,128}$", re.IGNORECASE)
_SCHEME = re.compile(r"(argon2|bcrypt|md5|pbkdf2|scrypt|sha\d+)\w*[$:]", re.IGNORECASE)
# Who else knows the password, in words that end in a number.
_ELSEWHERE = frozenset({"auth0", "oauth1", "oauth2", "saml2", "web3"})
_COMMON = frozenset({"admin", "changeme", "hunter", "letmein", "password", "qwerty", "secret"})
_SHORTEST = 4


def disguised(facts: Facts, node: ast.expr, scope: Scope, steps: int = _STEPS) -> ast.expr | None:
    """What a constant text is put before or behind; None where it is anything else."""
    if steps == 0:
        return None
    match node:
        case ast.BinOp(left=inner, op=ast.Add(), right=ast.Constant(value=str())):
            return inner
        case ast.BinOp(left=ast.Constant(value=str()), op=ast.Add(), right=inner):
            return inner
        case ast.JoinedStr(values=values):
            held = [each.value for each in values if isinstance(each, ast.FormattedValue)]
            return held[0] if len(held) == 1 else None
        case ast.Name(id=name) if isinstance(scope, Function):
            given = scope.assigned.get(name, [])
            return disguised(facts, given[0], scope, steps - 1) if len(given) == 1 else None
        case ast.Call():
            return _by_function(facts, node, scope, steps)
        case _:
            return None


def _by_function(facts: Facts, call: ast.Call, scope: Scope, steps: int) -> ast.expr | None:
    """What a function of the project is given that does nothing else to it."""
    maker = facts.index.function_of(call.func, scope)
    values = list(returned(maker)) if maker is not None else []
    if maker is None or len(values) != 1:
        return None
    inner = disguised(facts, values[0], maker, steps - 1)
    names = [argument.arg for argument, _ in maker.parameters()]
    names = names[1:] if names[:1] in (["self"], ["cls"]) else names
    if not isinstance(inner, ast.Name) or inner.id not in names:
        return None
    at = names.index(inner.id)
    named = (each.value for each in call.keywords if each.arg == inner.id)
    return call.args[at] if at < len(call.args) else next(named, None)


def last_name(node: ast.expr) -> str | None:
    """The name of a value, conversions left out."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(value=inner, attr="get_secret_value")):
                node = inner
            case ast.Call(func=ast.Name(id="str"), args=[inner]):
                node = inner
            case ast.Attribute(attr=name) | ast.Name(id=name):
                return name
            case ast.Subscript(slice=ast.Constant(value=str() as name)):
                return name
            case _:
                return None


def unwrapped(facts: Facts, node: ast.expr, scope: Scope) -> ast.expr:
    """What can be had back of a value: bytes as texts, in base64, or encrypted."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(value=inner, attr="decode" | "encode" | "strip")):
                node = inner
            case ast.Call(args=[inner, *_]) if _REVERSED.search(
                facts.index.called(node.func, scope)
            ):
                node = inner
            case _:
                return node


def is_written(node: ast.expr) -> bool:
    """Whether a password stands in the source, and no word for how somebody logs in."""
    match node:
        case ast.Constant(value=str() as text):
            is_word = all(each.isalpha() for each in _parts(text))
            is_none = (is_word and text not in _COMMON) or stands_for_none(text)
            return len(text) >= _SHORTEST and not is_none and _HASHED.match(text) is None
        case _:
            return False


def stands_for_none(text: str) -> bool:
    """Whether a text names another login, or is a hash that begins with the name of its kind."""
    parts = {each for each in _parts(text) if not each.isalpha()}
    return (bool(parts) and parts <= _ELSEWHERE) or _SCHEME.match(text) is not None


def _parts(text: str) -> list[str]:
    return [each for each in re.split(r"[\s_/.,-]+", text.lower()) if each]
