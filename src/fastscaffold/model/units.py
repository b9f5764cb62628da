"""Parts of a condition that know in which unit SQLite counts them.

Nothing is ever divided: a product has the digits of its factors together, and what is added or
compared is multiplied until all of it counts in the same unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.model.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# A factor of more digits is too large for an integer of SQLite.
_MOST_DIGITS = 18
_TIMES = Token("sign", "*")
_MODULO = Token("sign", "%")


class InexactError(Exception):
    """It cannot be computed in integers."""


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a condition.

    Attributes:
        at: its tokens, counted in the unit that is the last of so many digits behind the point.
        scale: how many it needs; None where it is no number.
    """

    at: Callable[[int], Sequence[Token]]
    scale: int | None = None

    def __post_init__(self) -> None:
        if (self.scale or 0) > _MOST_DIGITS:
            raise InexactError


Part: TypeAlias = Token | Term
NULL = Term(lambda _: [Token("keyword", "NULL")], 0)


def common(parts: Sequence[Part]) -> int | None:
    """The scale at which all of them can be written; None where they are no numbers.

    Raises:
        InexactError: some are numbers and some are not.
    """
    scales = {part.scale for part in parts if isinstance(part, Term) and part is not NULL} or {0}
    numbers = [scale for scale in scales if scale is not None]
    if len(numbers) not in {0, len(scales)}:
        raise InexactError
    return max(numbers, default=None)


def joined(parts: Sequence[Part], scale: int) -> list[Token]:
    """Their tokens, all at one scale."""
    tokens: list[Token] = []
    for part in parts:
        tokens += part.at(scale) if isinstance(part, Term) else [part]
    return tokens


def alike(*parts: Part) -> Term:
    """What is whatever its terms are, such as a sum or something in brackets."""
    return Term(partial(joined, parts), common(parts))


def settled(*parts: Part) -> Term:
    """What is no number, whatever its terms are, such as a comparison."""
    tokens = joined(parts, common(parts) or 0)
    return Term(lambda _: tokens)


def counted(tokens: Sequence[Token], scale: int) -> Term:
    """What has a unit of its own, such as a column."""

    def at(wanted: int) -> Sequence[Token]:
        factor = Token("number", str(10 ** (wanted - scale)))
        return tokens if wanted == scale else [*tokens, _TIMES, factor]

    return Term(at, scale)


def literal(text: str) -> Term:
    """A number that the user wrote."""
    whole, _, fraction = text.partition(".")
    digits = fraction.rstrip("0")
    return Term(
        lambda scale: [Token("number", str(int(whole + digits.ljust(scale, "0"))))], len(digits)
    )


def remainder(first: Term, second: Term) -> Term:
    """What is left of a division of one number by another.

    Raises:
        InexactError: one is no number.
    """
    if first.scale is None or second.scale is None:
        raise InexactError

    def divisor(scale: int) -> Sequence[Token]:
        tokens = second.at(scale)
        bracketed = [Token("sign", "("), *tokens, Token("sign", ")")]
        return tokens if len(tokens) == 1 else bracketed

    return alike(first, _MODULO, Term(divisor, second.scale))


def product(first: Term, second: Term) -> Term:
    """Two factors.

    Raises:
        InexactError: one is no number.
    """
    if first.scale is None or second.scale is None:
        raise InexactError
    own = first.scale
    return Term(lambda scale: [*first.at(own), _TIMES, *second.at(scale - own)], own + second.scale)
