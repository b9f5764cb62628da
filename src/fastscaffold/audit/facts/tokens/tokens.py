"""Tokens that the project signs and reads: their keys, their lifetimes and what they are for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from fastscaffold.audit.facts.access.guards import depended_on
from fastscaffold.audit.facts.origins.followed import followed
from fastscaffold.audit.facts.origins.nodes import is_given
from fastscaffold.audit.facts.origins.origin import Origin, nearest_first
from fastscaffold.audit.facts.passwords.digests import digested
from fastscaffold.audit.facts.places import Place, at_call, at_definition
from fastscaffold.audit.facts.project.usage import those_in_use
from fastscaffold.audit.facts.running.asked_values import without_empty
from fastscaffold.audit.facts.running.handed import called
from fastscaffold.audit.facts.secrets.key_files import committed_by_default
from fastscaffold.audit.facts.tokens import authjwt
from fastscaffold.audit.facts.tokens.application_tokens import is_of_application
from fastscaffold.audit.facts.tokens.claims import Claims, looks_at_ends
from fastscaffold.audit.facts.tokens.handmade import handmade_tokens
from fastscaffold.audit.facts.tokens.issuers import issuers, lasting, option, stored
from fastscaffold.audit.facts.tokens.jwt_calls import (
    are_asymmetric,
    has_published_keys,
    switched_off,
)
from fastscaffold.audit.facts.tokens.jwt_libraries import READERS, SIGNERS
from fastscaffold.audit.facts.tokens.kept import kept_ends, opaque_ends

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.tokens.handmade import Handmade
    from fastscaffold.audit.facts.tokens.issuers import Issuer
    from fastscaffold.audit.modules import Call

Purpose: TypeAlias = Literal["access", "refresh", "other"]

_OTHER = re.compile(
    r"reset|verif|confirm|activat|invit|magic|otp|mfa|2fa|two_?factor|(^|_)state(_|$)|csrf"
    r"|unsubscribe|download|(^|_)file|slug|share|preview|api_?key|api_?token|personal"
    r"|service_?token|challenge|email_(token|change)|mail_token|id_token|websocket"
    r"|recover|forgot|webhook"
)
# When a session is prolonged, which is the token's own affair.
_NO_PURPOSE = re.compile(r"threshold|ratio|interval|margin|window")
MAX_STEPS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Lifetime:
    """How long a token that is signed somewhere is valid.

    Attributes:
        origin: the end, ``until``; None where it has none.
        place: where it is signed, or where what keeps it is defined.
        symbol: of the function or the class that this stands in.
    """

    purpose: Purpose
    origin: Origin | None
    place: Place
    symbol: str


class Tokens:
    """The JSON Web Tokens of a project, production only."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def signed(self) -> list[Call]:
        """Where tokens are signed by the project itself."""
        return those_in_use(self.facts, called(self.facts, *SIGNERS))

    @cached_property
    def _of_applications(self) -> set[Call]:
        """Where tokens are signed by which another service is asked."""
        found: set[Call] = set()
        for call in self.signed:
            payload, place, _ = SIGNERS[self.facts.index.origin(call)]
            if is_of_application(self.facts, call, call.argument(payload, place)):
                found.add(call)
        return found

    @property
    def are_for_others(self) -> bool:
        """Whether all that are signed are for another service, and none is ever read here."""
        is_all = len(self._of_applications) == len(self.signed) and bool(self.signed)
        return is_all and not self.read

    @cached_property
    def read(self) -> list[Call]:
        """Where tokens are decoded by the project itself."""
        return list(called(self.facts, *READERS))

    @cached_property
    def issued(self) -> list[tuple[Call, Issuer]]:
        """Where a library is given the key to sign with."""
        return list(issuers(self.facts))

    @cached_property
    def handmade(self) -> list[Handmade]:
        """Where tokens are signed or checked without a library."""
        return handmade_tokens(self.facts)

    @property
    def exist(self) -> bool:
        """Whether there are any."""
        return bool(self.signed or self.read or self.issued or self.settings_keys or self.handmade)

    @cached_property
    def is_asymmetric(self) -> bool:
        """Whether all named algorithms have a private key, or a provider publishes all keys."""
        if self.read and not self.signed and has_published_keys(self.facts, self.read):
            return True
        told = authjwt.algorithms(self.facts)
        found = {each.value for each in told if isinstance(each.value, str)}
        return are_asymmetric(found.union(*map(self._algorithms, (*self.signed, *self.read))))

    def has_key_pair(self, call: Call) -> bool:
        """Whether what one call signs or reads has a private key, whatever others do."""
        return are_asymmetric(self._algorithms(call))

    def _algorithms(self, call: Call) -> set[str]:
        return {
            origin.value
            for keyword in ("algorithm", "algorithms")
            for origin in self.facts.origins.of_argument(call, keyword)
            if isinstance(origin.value, str)
        }

    @cached_property
    def keys(self) -> list[tuple[Call, Origin]]:
        """Every key, where it is used and where it comes from."""
        found: list[tuple[Call, Origin]] = []
        for call in (*self.signed, *self.read):
            name = self.facts.index.origin(call)
            place = SIGNERS[name][2] if name in SIGNERS else READERS[name]
            if name in READERS and switched_off(self.facts, call) == "verify_signature":
                continue  # no key is asked for
            given = call.argument("key", place)
            keys = (
                self._of(given, call)
                if given is not None
                else self.facts.origins.of_argument(call, "key")
            )
            found += [(call, each) for each in keys]
        for call, issuer in self.issued:
            given = option(call, issuer.key, issuer.key_position)
            found += [(call, each) for each in self._of(given, call)]
        for made in self.handmade:
            found += [(made.call, each) for each in self._of(made.key, made.call)]
        return found

    @cached_property
    def settings_keys(self) -> list[Origin]:
        """Keys that a library, or a file of the repository, has by a name in settings."""
        files = committed_by_default(self.facts) if self.signed else ()
        return [*authjwt.keys(self.facts), *files]

    @cached_property
    def origins(self) -> list[Origin]:
        """Where all keys come from."""
        return [*(origin for _, origin in self.keys), *self.settings_keys]

    @cached_property
    def lifetimes(self) -> list[Lifetime]:
        """How long each token is valid; ends that cannot be told are unknown."""
        found: list[Lifetime] = []
        for call in self.signed:
            if call in self._of_applications:
                continue
            payload, place, _ = SIGNERS[self.facts.index.origin(call)]
            claims = Claims(self.facts)
            claims.look(call.argument(payload, place), call.scope, (), MAX_STEPS)
            claims.settle()
            around = list(self._around(call))
            ends = [each for each in claims.ends if not self._is_read(each)] or claims.ends
            if not ends and claims.home_made and looks_at_ends(self.facts):
                ends = claims.home_made
            found += [_lifetime(call, purpose(each, around), each) for each in ends]
            if not ends and claims.complete:
                found.append(_lifetime(call, _told(around) or "access", None))
                continue
            for trail in claims.endless:
                way = Origin("unknown", at_call(call), trail=trail)
                found.append(_lifetime(call, purpose(way, around), None))
        for made in self.handmade:
            around = list(self._around(made.call))
            for value, function in made.ends():
                for each in self.facts.origins.of(value, function):
                    found.append(_lifetime(made.call, purpose(each, around), each))
        found += [_lifetime(call, kind, end) for call, kind, end in lasting(self.facts)]
        for call, name, until in authjwt.ends(self.facts):
            found.append(_lifetime(call, "refresh" if name == "refresh" else "access", until))
        kept = list(self._kept())
        told = [each for each in kept if each.origin is not None and each.origin.kind == "until"]
        # Those that cannot be told may be what a signed one ends with.
        is_open = not told and not any(each.purpose == "refresh" for each in found)
        return [*found, *self.opaque, *(kept if is_open else told)]

    def _is_read(self, end: Origin) -> bool:
        """Whether an end is that of a token that was read, which was signed before."""
        return end.kind == "unknown" and any(
            (call.module.path, call.node.lineno) == (end.place.path, end.place.line)
            for call in self.read
        )

    @cached_property
    def opaque(self) -> list[Lifetime]:
        """Access tokens that are no JSON Web Tokens but rows, or entries of a store."""
        found: list[Lifetime] = []
        for call, end in stored(self.facts):
            found.append(_lifetime(call, "access", end))
        if not self.exist:
            found += [
                Lifetime("access", end, at_definition(table), table.symbol)
                for table, end in opaque_ends(self.facts)
            ]
        return found

    def _kept(self) -> Iterator[Lifetime]:
        """Refresh tokens that are stored with an end of their own."""
        if self.signed or self.issued:
            for place, symbol, end in kept_ends(self.facts):
                yield Lifetime("refresh", end, place, symbol)

    def _of(self, node: ast.expr | None, call: Call) -> list[Origin]:
        found = without_empty(self._origins(node, call), node, call)
        # A variable that is None until a key is found for it.
        return [each for each in found if each.field is not None or is_given(each)] or found

    def _origins(self, node: ast.expr | None, call: Call) -> list[Origin]:
        origins = self.facts.origins
        # A digest is as hard to guess as what it is made of, unless it is cut.
        placed = list(followed(self.facts, node, call.scope))
        inner = [digested(self.facts, *each) for each in placed]
        if not any(inner):
            return origins.of(node, call.scope)
        found: list[Origin] = []
        for digest, (whole, scope) in zip(inner, placed, strict=True):
            if digest is None:
                found += origins.of(whole, scope)
            else:
                made_of = origins.of(digest.made_of, scope)
                found += [replace(each, kept=digest.length) for each in made_of]
        return found

    def _around(self, call: Call) -> Iterator[str]:
        """What a call is kept as, and the functions that it stands in, but for guards.

        The name of a guard says whom it lets in.
        """
        scope = call.scope
        for name, values in scope.assigned.items():
            if any(each is call.node for each in values):
                yield name.rpartition(".")[2].lower()
        function = call.function
        while function is not None:
            if function not in depended_on(self.facts):
                yield function.name.lower()
            function = function.parent


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
        if "refresh" in name and "access" not in name and not _NO_PURPOSE.search(name):
            return "refresh"
        if "access" in name and "refresh" not in name:
            return "access"
    return None


def _lifetime(call: Call, kind: Purpose, origin: Origin | None) -> Lifetime:
    symbol = call.function.symbol if call.function is not None else call.module.name
    return Lifetime(kind, origin, at_call(call), symbol)
