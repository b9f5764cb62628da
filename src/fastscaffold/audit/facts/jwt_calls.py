"""Calls that make and read JSON Web Tokens."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.followed import entries, followed, given
from fastscaffold.audit.roles import Role
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
# The other package that is imported as jwt.
PYTHON_JWT = ("jwt.JWT.decode", "jwt.jwt.JWT.decode")
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
_CHECKS = ("verify_signature", "verify_exp")


def decodings(facts: Facts) -> Iterator[Call]:
    """Where a token is read."""
    return facts.calls(*DECODERS)


def encodings(facts: Facts, role: Role = Role.PRODUCTION) -> Iterator[Call]:
    """Where code of a role makes a token."""
    return facts.calls(*ENCODERS, role=role)


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


def switched_off(facts: Facts, call: Call) -> str | None:
    """Which check of a token's signature or of its end a call switches off, if any."""
    arguments, _ = given(facts, call)
    options = arguments.get("options")
    if options is not None:
        for name, (value, scope) in (entries(facts, *options) or {}).items():
            if name in _CHECKS and facts.values.fold(value, scope) is False:
                return name
        off = _in_part(options[0])
        if off is not None:
            return off
    for name in ("verify", "verify_signature"):
        if name in arguments and facts.values.fold(*arguments[name]) is False:
            return name
    return None


def unchecked_by(facts: Facts, call: Call) -> str | None:
    """Which check of a token a call of python-jwt switches off, if any."""
    for name, place in (("do_verify", 2), ("do_time_check", 4)):
        value = call.argument(name, place)
        if value is not None and facts.values.fold(value, call.scope) is False:
            return name
    return None


def _in_part(node: ast.expr) -> str | None:
    """What is switched off in a mapping of which other entries are hidden."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            match key, value:
                case ast.Constant(value="verify_signature" | "verify_exp" as name), ast.Constant(
                    value=False
                ):
                    return str(name)
                case _:
                    pass
    return None
