"""Tokens that a project signs by hand: a header and claims in base64, and an HMAC of both."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Function

_SIGNERS = ("hmac.new", "hmac.HMAC", "hmac.digest")
_COMPARES = frozenset({"hmac.compare_digest", "secrets.compare_digest"})
_ALGORITHMS = frozenset({"HS256", "HS384", "HS512", "JWT"})


@dataclass(frozen=True, slots=True, eq=False)
class Handmade:
    """One place that signs, or checks, tokens by hand.

    Attributes:
        call: the HMAC.
        makers: the functions that make tokens with it, not those that check them.
    """

    call: Call
    makers: tuple[Function, ...]

    @property
    def key(self) -> ast.expr | None:
        """What it is signed with."""
        return self.call.argument("key", 0)

    def ends(self) -> Iterator[tuple[ast.expr, Function]]:
        """The claims that say when a token ends, with the functions that they stand in."""
        for function in self.makers:
            for node in walk(function.node):
                match node:
                    case ast.Dict(keys=keys, values=values):
                        for key, value in zip(keys, values, strict=True):
                            if isinstance(key, ast.Constant) and key.value == "exp":
                                yield value, function
                    case ast.Assign(
                        targets=[ast.Subscript(slice=ast.Constant(value="exp"))], value=value
                    ):
                        yield value, function
                    case _:
                        pass


def handmade_tokens(facts: Facts) -> list[Handmade]:
    """Each HMAC of what a function, or one that calls it, names as JSON Web Tokens do."""
    found: list[Handmade] = []
    for call in facts.calls(*_SIGNERS):
        own = call.function
        if own is None:
            continue
        around = [each.function for each in facts.callers.of(own) if each.function is not None]
        telling = [each for each in dict.fromkeys([own, *around]) if _names_algorithms(each)]
        if telling:
            makers = [each for each in telling if not _compares(facts, each)]
            found.append(Handmade(call, tuple(makers)))
    return found


def _names_algorithms(function: Function) -> bool:
    for node in walk(function.node):
        match node:
            case ast.Constant(value=value) if value in _ALGORITHMS:
                return True
            case ast.Dict(keys=keys) if any(
                isinstance(each, ast.Constant) and each.value == "alg" for each in keys
            ):
                return True
            case _:
                pass
    return False


def _compares(facts: Facts, function: Function) -> bool:
    return any(facts.index.origin(call) in _COMPARES for call in function.calls)
