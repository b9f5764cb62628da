"""Tokens that the project signs and reads: their keys, their lifetimes and what they are for."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from fastscaffold.audit.facts.classes import all_fields, own_fields
from fastscaffold.audit.facts.origin_calls import returned
from fastscaffold.audit.facts.origins import Name, nearest_first, words
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origins import Origin
    from fastscaffold.audit.modules import Call, Scope

Purpose: TypeAlias = Literal["access", "refresh", "other"]

# Where the claims and the key stand.
_SIGNERS: dict[str, tuple[str, int, int]] = {
    "jwt.encode": ("payload", 0, 1),
    "jwt.api_jwt.encode": ("payload", 0, 1),
    "jwt.PyJWT.encode": ("payload", 0, 1),
    "jose.jwt.encode": ("claims", 0, 1),
    "authlib.jose.jwt.encode": ("payload", 1, 2),
    "authlib.jose.JsonWebToken.encode": ("payload", 1, 2),
    "joserfc.jwt.encode": ("claims", 1, 2),
}
_READERS: dict[str, int] = {
    "jwt.decode": 1,
    "jwt.decode_complete": 1,
    "jwt.api_jwt.decode": 1,
    "jwt.PyJWT.decode": 1,
    "jose.jwt.decode": 1,
    "authlib.jose.jwt.decode": 1,
    "authlib.jose.JsonWebToken.decode": 1,
    "joserfc.jwt.decode": 1,
}
# Libraries that sign for the project: where they take the key and how long tokens live.
_ISSUERS: dict[str, tuple[str, int | None, str, int | None]] = {
    "*.JWTStrategy": ("secret", 0, "lifetime_seconds", 1),
    "*.JwtAccessBearer": ("secret_key", 0, "access_expires_delta", None),
    "*.JwtAccessBearerCookie": ("secret_key", 0, "access_expires_delta", None),
    "*.JwtAccessCookie": ("secret_key", 0, "access_expires_delta", None),
    "*.JwtRefreshBearer": ("secret_key", 0, "refresh_expires_delta", None),
    "fastapi_login.LoginManager": ("secret", 0, "default_expiry", None),
    "*.AuthXConfig": ("JWT_SECRET_KEY", None, "JWT_ACCESS_TOKEN_EXPIRES", None),
}
_OTHER = re.compile(
    r"reset|verif|confirm|activat|invit|magic|otp|mfa|2fa|two_?factor|(^|_)state(_|$)|csrf"
    r"|unsubscribe|download|(^|_)file|slug|share|preview|api_?key|api_?token|personal"
    r"|service_?token|impersonat|challenge|email_(token|change)|mail_token|id_token|websocket"
    r"|recover|forgot|webhook"
)
# What fastapi-jwt-auth and its kin read from a class of settings.
_SETTINGS_KEY = "authjwt_secret_key"
_ASYMMETRIC = re.compile(r"(RS|ES|PS)\d+|EdDSA|Ed25519")
_COPIES = frozenset({"copy", "dict", "model_dump", "jsonable_encoder", "deepcopy", "asdict"})
MAX_STEPS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Lifetime:
    """How long a token that is signed somewhere is valid.

    Attributes:
        origin: the end, ``until``; None where it has none.
    """

    call: Call
    purpose: Purpose
    origin: Origin | None


class Tokens:
    """The JSON Web Tokens of a project, production only."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def signed(self) -> list[Call]:
        """Where tokens are signed by the project itself."""
        return list(self.facts.calls(*_SIGNERS))

    @cached_property
    def read(self) -> list[Call]:
        """Where tokens are decoded by the project itself."""
        return list(self.facts.calls(*_READERS))

    @cached_property
    def issued(self) -> list[tuple[Call, str]]:
        """Where a library is given the key to sign with, and the name in the list of those."""
        return [(call, name) for name in _ISSUERS for call in self.facts.calls(name)]

    @property
    def exist(self) -> bool:
        """Whether there are any."""
        return bool(self.signed or self.read or self.issued or self.settings_keys)

    @cached_property
    def is_asymmetric(self) -> bool:
        """Whether the algorithms that are named all sign with a private key."""
        found: set[str] = set()
        for call in (*self.signed, *self.read):
            for keyword in ("algorithm", "algorithms"):
                for origin in self.facts.origins.of(call.argument(keyword), _scope(call)):
                    if isinstance(origin.value, str):
                        found.add(origin.value)
        return bool(found) and all(_ASYMMETRIC.fullmatch(each) for each in found)

    @cached_property
    def keys(self) -> list[tuple[Call, Origin]]:
        """Every key, where it is used and where it comes from."""
        found: list[tuple[Call, Origin]] = []
        for call in (*self.signed, *self.read):
            name = self.facts.index.origin(call)
            place = _SIGNERS[name][2] if name in _SIGNERS else _READERS[name]
            found += [(call, each) for each in self._of(call.argument("key", place), call)]
        for call, name in self.issued:
            keyword, position, _, _ = _ISSUERS[name]
            found += [(call, each) for each in self._of(call.argument(keyword, position), call)]
        return found

    @cached_property
    def settings_keys(self) -> list[Origin]:
        """Keys that a library reads from settings by a name of its own."""
        return [
            origin
            for module in self.facts.production
            for defined in module.classes.values()
            for field in own_fields(defined)
            if field.name.lower() == _SETTINGS_KEY
            for origin in self.facts.origins.of_field(field)
        ]

    @cached_property
    def origins(self) -> list[Origin]:
        """Where all keys come from."""
        return [*(origin for _, origin in self.keys), *self.settings_keys]

    @cached_property
    def lifetimes(self) -> list[Lifetime]:
        """How long each token is valid; ends that cannot be told are unknown."""
        found: list[Lifetime] = []
        for call in self.signed:
            keyword, position, _ = _SIGNERS[self.facts.index.origin(call)]
            claims = _Claims(self.facts)
            claims.look(call.argument(keyword, position), _scope(call), (), MAX_STEPS)
            around = list(_around(call))
            found += [Lifetime(call, purpose(each, around), each) for each in claims.ends]
            if not claims.ends and claims.complete:
                found.append(Lifetime(call, _told(around) or "access", None))
        for call, name in self.issued:
            _, _, keyword, position = _ISSUERS[name]
            for each in self._of(call.argument(keyword, position), call):
                end = replace(each, kind="until") if each.kind == "constant" else each
                if isinstance(each.value, int | float):
                    end = replace(end, value=_seconds(each.value))
                kind: Purpose = "refresh" if "refresh" in keyword else "access"
                found.append(Lifetime(call, kind, end))
        return found

    def _of(self, node: ast.expr | None, call: Call) -> list[Origin]:
        return self.facts.origins.of(node, _scope(call))


def purpose(origin: Origin, around: list[str]) -> Purpose:
    """What a token is for, by the names that its end passed on the way."""
    own = [each.text.lower() for each in reversed(origin.trail) if each.rank == 0]
    told = _told(own)
    if told is not None:
        return told
    rest = [each for each in nearest_first(origin) if each not in own]
    if any(_OTHER.search(each) for each in (*rest, *around)):
        return "other"
    return _told(rest) or _told(around) or "access"


def _told(names: list[str]) -> Purpose | None:
    for name in names:
        if _OTHER.search(name):
            return "other"
        if "refresh" in name and "access" not in name:
            return "refresh"
        if "access" in name and "refresh" not in name:
            return "access"
    return None


class _Claims:
    """Looks for ``exp`` in what is signed."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.ends: list[Origin] = []
        self.complete = True
        self.seen: set[tuple[int, int]] = set()

    def look(
        self, node: ast.expr | None, scope: Scope, trail: tuple[Name, ...], steps: int
    ) -> None:
        """Look into an expression, wherever it leads."""
        if node is None or steps == 0:
            self.complete = False
            return
        if (id(node), id(scope)) in self.seen:
            return
        self.seen.add((id(node), id(scope)))
        match node:
            case ast.Dict():
                self._dict(node, scope, trail, steps - 1)
            case ast.Name():
                self._name(node, scope, trail, steps - 1)
            case ast.BinOp(op=ast.BitOr()):
                self.look(node.left, scope, trail, steps - 1)
                self.look(node.right, scope, trail, steps - 1)
            case ast.Call():
                self._call(node, scope, trail, steps - 1)
            case ast.Await():
                self.look(node.value, scope, trail, steps - 1)
            case _:
                self.complete = False

    def _end(self, node: ast.expr, scope: Scope, trail: tuple[Name, ...]) -> None:
        found = self.facts.origins.of(node, scope)
        self.ends += [replace(each, trail=(*trail, *each.trail)) for each in found]

    def _dict(self, node: ast.Dict, scope: Scope, trail: tuple[Name, ...], steps: int) -> None:
        values = [value for value in node.values if isinstance(value, ast.Constant)]
        trail = (*trail, *(name for value in values for name in words(value)))
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                self.look(value, scope, trail, steps)
                continue
            name = self.facts.values.fold(key, scope)
            if name is UNKNOWN:
                self.complete = False
            elif name == "exp":
                self._end(value, scope, trail)

    def _call(self, node: ast.Call, scope: Scope, trail: tuple[Name, ...], steps: int) -> None:
        symbol = self.facts.index.called(node.func, scope)
        defined = self.facts.index.definition(symbol)
        last = symbol.rpartition(".")[2]
        if isinstance(node.func, ast.Attribute) and last in _COPIES and not node.args:
            self.look(node.func.value, scope, trail, steps)
            return
        if isinstance(defined, Function):
            for value in returned(defined.node):
                self.look(value, defined, trail, steps)
            return
        if not isinstance(defined, Class) and last not in _COPIES:
            self.complete = False
            return
        for keyword in node.keywords:
            if keyword.arg is None:
                self.look(keyword.value, scope, trail, steps)
            elif keyword.arg == "exp":
                self._end(keyword.value, scope, trail)
        for argument in node.args if last in _COPIES else ():
            self.look(argument, scope, trail, steps)
        if isinstance(defined, Class):
            self._fields(defined)

    def _fields(self, defined: Class) -> None:
        field = all_fields(self.facts.index, defined).get("exp")
        if field is not None and field.value is not None and not self.ends:
            self.ends += self.facts.origins.of_field(field)

    def _name(self, node: ast.Name, scope: Scope, trail: tuple[Name, ...], steps: int) -> None:
        if not isinstance(scope, Function):
            values = self.facts.index.values_of(self.facts.index.symbol(node, scope))
            for value, holder in values:
                self.look(value, holder, trail, steps)
            self.complete = self.complete and bool(values)
            return
        for value, inner in _added(scope, node.id):
            if inner is None:
                self.look(value, scope, trail, steps)
            elif self.facts.values.fold(inner, scope) == "exp":
                self._end(value, scope, trail)
        values_ = scope.assigned.get(node.id, [])
        for value in values_:
            self.look(value, scope, trail, steps)
        if any(argument.arg == node.id for argument, _ in scope.parameters()):
            self._given(node.id, scope, trail, steps)
        elif not values_:
            self.complete = False

    def _given(self, name: str, function: Function, trail: tuple[Name, ...], steps: int) -> None:
        calls = self.facts.callers.of(function)
        if not calls:
            self.complete = False
        arguments = function.node.args
        names = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
        if function.owner is not None and names and names[0] in {"self", "cls"}:
            names = names[1:]
        for call in calls:
            position = names.index(name) if name in names else None
            caller = (Name(call.function.name, 2),) if call.function is not None else ()
            self.look(call.argument(name, position), _scope(call), (*trail, *caller), steps)


def _added(function: Function, name: str) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """What is put into a mapping of a function: each value, with its key if it has one."""
    for node in ast.walk(function.node):
        match node:
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=held), slice=key)], value=value
            ) if held == name:
                yield value, key
            case ast.AugAssign(target=ast.Name(id=held), op=ast.BitOr(), value=value) if (
                held == name
            ):
                yield value, None
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=held), attr="update" | "setdefault" as attr)
            ) if held == name:
                if attr == "setdefault" and len(node.args) > 1:
                    yield node.args[1], node.args[0]
                    continue
                for argument in node.args:
                    yield argument, None
                for keyword in node.keywords:
                    key = ast.Constant(keyword.arg) if keyword.arg else None
                    yield keyword.value, key
            case _:
                pass


def _around(call: Call) -> Iterator[str]:
    function = call.function
    while function is not None:
        yield function.name.lower()
        function = function.parent


def _scope(call: Call) -> Scope:
    return call.function or call.owner or call.module


def _seconds(value: float) -> object:
    try:
        return timedelta(seconds=value)
    except OverflowError:
        return UNKNOWN
