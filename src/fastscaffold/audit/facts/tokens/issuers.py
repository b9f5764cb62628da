"""Libraries that sign tokens, or keep them, for a project: their keys and how long tokens live."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from fastscaffold.audit.facts.origins.calls import number
from fastscaffold.audit.facts.origins.origin import Origin
from fastscaffold.audit.facts.places import at_call
from fastscaffold.audit.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

Kind: TypeAlias = Literal["access", "refresh"]


@dataclass(frozen=True, slots=True)
class Issuer:
    """What signs.

    Attributes:
        name: the symbol of what is called; ``*.name`` for that last part of any.
        key: the argument, or the attribute, that holds the key.
        life: the one that says how long tokens live.
        default: how long they do where nothing is said; None where it has to be.
    """

    name: str
    key: str
    key_position: int | None
    life: str
    life_position: int | None = None
    default: timedelta | None = None


_ISSUERS = (
    Issuer("*.JWTStrategy", "secret", 0, "lifetime_seconds", 1),
    # Before fastapi-users 9 backends were strategies, too.
    *(
        Issuer(f"fastapi_users.authentication.{name}", "secret", 0, "lifetime_seconds", 1)
        for name in (
            *("CookieAuthentication", "JWTAuthentication"),
            *("cookie.CookieAuthentication", "jwt.JWTAuthentication"),
        )
    ),
    *(
        Issuer(f"*.{name}", "secret_key", 0, "access_expires_delta", None, timedelta(minutes=15))
        for name in ("JwtAccessBearer", "JwtAccessBearerCookie", "JwtAccessCookie")
    ),
    *(
        Issuer(f"*.{name}", "secret_key", 0, "refresh_expires_delta", None, timedelta(days=31))
        for name in ("JwtRefreshBearer", "JwtRefreshBearerCookie", "JwtRefreshCookie")
    ),
    Issuer("fastapi_login.LoginManager", "secret", 0, "default_expiry"),
    Issuer(
        "*.AuthXConfig",
        *("JWT_SECRET_KEY", None, "JWT_ACCESS_TOKEN_EXPIRES", None, timedelta(minutes=15)),
    ),
)
# What the refresh tokens of a library live by, where a project makes any.
_REFRESH = {
    "*.AuthXConfig": ("JWT_REFRESH_TOKEN_EXPIRES", timedelta(days=20)),
}
# What tells of one token how long it lives, and of what class its maker is, if of another, by the
# name of what does so of all.
_TOLD = {
    "access_expires_delta": ("expires_delta", 1, None),
    "refresh_expires_delta": ("expires_delta", 1, None),
    "JWT_ACCESS_TOKEN_EXPIRES": ("expiry", 3, "*.AuthX"),
}
# Where 0 or None is no end, but not one that has passed.
_ENDLESS = frozenset({"lifetime_seconds"})
_LOGIN_DEFAULT = timedelta(minutes=15)
# Strategies of fastapi-users whose tokens are looked up.
_STORED = ("*.DatabaseStrategy", "*.RedisStrategy")


def issuers(facts: Facts) -> Iterator[tuple[Call, Issuer]]:
    """Where a library is given the key to sign with."""
    for issuer in _ISSUERS:
        for call in dict.fromkeys(_made(facts, issuer.name)):
            yield call, issuer


def _made(facts: Facts, name: str) -> Iterator[Call]:
    """Where one is made, or one that derives from it, which may say itself what it takes."""
    yield from facts.calls(name)
    for module in facts.production:
        for defined in module.classes.values():
            if not facts.index.is_a(defined.symbol, name):
                continue
            start = facts.index.method(defined.symbol, "__init__")
            handed = [
                call
                for call in (start.calls if start is not None else ())
                if facts.index.origin(call) == "super.__init__"
            ]
            yield from handed
            if not all(call.is_complete for call in handed) or start is None:
                yield from facts.callers.of_class(defined.symbol)


def lasting(facts: Facts) -> Iterator[tuple[Call, Kind, Origin | None]]:
    """How long the tokens live that libraries sign; None where they have no end."""
    for call, issuer in issuers(facts):
        kind: Kind = "refresh" if "refresh" in issuer.life else "access"
        given = option(call, issuer.life, issuer.life_position)
        told = list(_told(facts, issuer, kind))
        for made, end in told:
            for each in _ends(facts, made, end, None):
                yield made, kind, each
        if told and all(end is not None for _, end in told):
            continue
        for each in _ends(facts, call, given, issuer.default):
            endless = issuer.life in _ENDLESS and (each.value is None or each.value == timedelta())
            yield call, kind, None if endless else each
        if issuer.name in _REFRESH and any(facts.calls("*.create_refresh_token")):
            name, default = _REFRESH[issuer.name]
            for each in _ends(facts, call, option(call, name, None), default):
                yield call, "refresh", each
        if issuer.name == "fastapi_login.LoginManager" and given is None:
            for made in facts.calls("fastapi_login.LoginManager.create_access_token"):
                for each in _ends(facts, made, made.argument("expires", 1), _LOGIN_DEFAULT):
                    yield made, "access", each


def _told(facts: Facts, issuer: Issuer, kind: Kind) -> Iterator[tuple[Call, ast.expr | None]]:
    """Where tokens are made by an issuer that may be told each time how long they live."""
    if issuer.life not in _TOLD:
        return
    keyword, position, signer = _TOLD[issuer.life]
    for call in facts.calls(f"*.create_{kind}_token"):
        made = call.node.func
        if isinstance(made, ast.Attribute):
            known = facts.index.kind(made.value, call.scope)
            if facts.index.is_a(known, signer or issuer.name):
                yield call, call.argument(keyword, position)


def stored(facts: Facts) -> Iterator[tuple[Call, Origin | None]]:
    """How long tokens live that a library looks up; None where they have no end."""
    for call in facts.calls(*_STORED):
        given = option(call, "lifetime_seconds", 1)
        if given is None:
            yield call, None
        yield from ((call, each) for each in _ends(facts, call, given, None))


def option(call: Call, keyword: str, position: int | None) -> ast.expr | None:
    """An argument, or what an attribute of its name is given afterwards."""
    given = call.argument(keyword, position)
    if given is not None:
        return given
    held = (call.function or call.module).assigned
    for name, values in held.items():
        if any(each is call.node for each in values):
            return next(iter(held.get(f"{name}.{keyword}", ())), None)
    return None


def _ends(
    facts: Facts, call: Call, given: ast.expr | None, default: timedelta | None
) -> Iterator[Origin]:
    if given is not None:
        yield from map(_lasting, facts.origins.of(given, call.scope))
    elif default is not None and call.is_complete:
        yield Origin("until", at_call(call), default)


def _lasting(origin: Origin) -> Origin:
    """A number of seconds as an end."""
    seconds = number(origin.value)
    end = replace(origin, kind="until") if origin.kind == "constant" else origin
    return end if seconds is None else replace(end, value=lasting_seconds(seconds))


def lasting_seconds(value: float) -> object:
    """A lifetime of some seconds; ``UNKNOWN`` where it is longer than any can be."""
    try:
        return timedelta(seconds=value)
    except OverflowError:
        return UNKNOWN
