"""Calls that make and read JSON Web Tokens."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.followed import entries, followed, given
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Function, last_called
from fastscaffold.audit.roles import Role
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.facts.origins.followed import Placed
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
PYTHON_KEYCLOAK = (
    *("keycloak.KeycloakOpenID.decode_token", "keycloak.KeycloakOpenID.a_decode_token"),
    "keycloak.keycloak_openid.KeycloakOpenID.decode_token",
    "keycloak.keycloak_openid.KeycloakOpenID.a_decode_token",
)
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
_FETCHERS = frozenset({"get_signing_key", "get_signing_key_from_jwt"})
_HEADERS = frozenset({"get_unverified_header", "get_unverified_headers"})
_CHECKS = ("verify_signature", "verify_exp")
_ASYMMETRIC = re.compile(r"(RS|ES|PS)\d+|EdDSA|Ed25519")


def are_asymmetric(algorithms: set[str]) -> bool:
    """Whether all of some algorithms sign with a private key."""
    return bool(algorithms) and all(_ASYMMETRIC.fullmatch(each) for each in algorithms)


def has_published_keys(facts: Facts, calls: Iterable[Call]) -> bool:
    """Whether all keys that tokens are read by are a provider's, as a client fetches them.

    As in ``PyJWKClient(url).get_signing_key_from_jwt(token).key``.
    """
    for call in calls:
        found = followed(facts, _of_key(call.argument("key", 1)), call.scope)
        made = [_of_key(value) for value, _ in found]
        names = {last_called(each) if isinstance(each, ast.Call) else "" for each in made}
        if not names or not names <= _FETCHERS:
            return False
    return True


def _of_key(node: ast.expr | None) -> ast.expr | None:
    """What a client fetched, of which a key is taken."""
    return node.value if isinstance(node, ast.Attribute) and node.attr == "key" else node


def decodings(facts: Facts) -> Iterator[Call]:
    """Where a token is read."""
    return facts.calls(*DECODERS)


def encodings(facts: Facts, role: Role = Role.PRODUCTION) -> Iterator[Call]:
    """Where code of a role makes a token."""
    return facts.calls(*ENCODERS, role=role)


def chosen_by_the_token(facts: Facts, node: ast.expr, scope: Scope) -> bool:
    """Whether algorithms hold an entry of a header that was read before it was verified.

    As ``get_unverified_header`` gives it, or ``decode_complete`` without the signature; a function
    of the project may do so.
    """
    waiting = [(each, scope, 3) for each in _made_of(node)]
    while waiting:
        each, holder, steps = waiting.pop()
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute | ast.Name):
            name = facts.index.called(each.func, holder)
            if _reads_unverified(each, name.rpartition(".")[2]):
                return True
            helper = facts.index.definition(name)
            if isinstance(helper, Function) and steps:
                made = (part for value in returned(helper) for part in _made_of(value))
                waiting += [(part, helper, steps - 1) for part in made]
        if isinstance(each, ast.Name) and steps:
            for leaf, place in followed(facts, each, holder):
                waiting += [(part, place, steps - 1) for part in _made_of(leaf)]
    return False


def _made_of(node: ast.expr) -> Iterator[ast.AST]:
    """The nodes of an expression, without the keys that entries are looked up by.

    What a table holds is chosen by whoever wrote the table.
    """
    keys = (_key(each) for each in walk(node))
    left_out = {id(part) for key in keys if key is not None for part in walk(key)}
    return (each for each in walk(node) if id(each) not in left_out)


def _key(node: ast.AST) -> ast.expr | None:
    match node:
        case ast.Subscript(slice=key) | ast.Call(func=ast.Attribute(attr="get"), args=[key, *_]):
            return key
        case _:
            return None


def _reads_unverified(call: ast.Call, called: str) -> bool:
    if called in _HEADERS:
        return True
    options = next((each.value for each in call.keywords if each.arg == "options"), None)
    return called == "decode_complete" and options is not None and bool(_in_part(options))


def switched_off(facts: Facts, call: Call) -> str | None:
    """Which check of a token's signature or of its end a call switches off, if any."""
    arguments, _ = given(facts, call)
    options = arguments.get("options")
    if options is not None:
        return _off_in(facts, *options) or _off_alone(facts, arguments)
    return _off_alone(facts, arguments)


def handed_options(facts: Facts, call: Call) -> Iterator[tuple[Call, str]]:
    """The calls of a helper that hand it options in which a check is off, which it decodes with."""
    helper = call.function
    options = call.argument("options")
    if helper is None or not isinstance(options, ast.Name) or options.id in helper.assigned:
        return
    names = [each for each in helper.positional if each not in {"self", "cls"}]
    place = names.index(options.id) if options.id in names else None
    for each in facts.callers.of(helper) if helper.takes(options.id) else ():
        value = each.argument(options.id, place)
        off = _off_in(facts, value, each.scope) if value is not None else None
        if off is not None:
            yield each, off


def _off_in(facts: Facts, options: ast.expr, scope: Scope) -> str | None:
    for name, (value, holder) in (entries(facts, options, scope) or {}).items():
        if name in _CHECKS and facts.values.fold(value, holder) is False:
            return name
    return _in_part(options)


def _off_alone(facts: Facts, arguments: Mapping[str, Placed]) -> str | None:
    for name in ("verify", "verify_signature"):
        if name in arguments and facts.values.fold(*arguments[name]) is False:
            return name
    return None


def unchecked_by(facts: Facts, call: Call) -> str | None:
    """Which check of a token a call of python-jwt or python-keycloak switches off, if any."""
    for name, place in (("do_verify", 2), ("do_time_check", 4), ("validate", 1)):
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
