"""Writes a condition on decimals in integers, as which SQLite keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.model import units
from fastscaffold.model.tokens import COMPARISONS
from fastscaffold.model.units import InexactError, Term, alike, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fastscaffold.model.conditions import Operand
    from fastscaffold.model.tokens import Token
    from fastscaffold.model.units import Part

_DEEPEST = 30
_ALIKE = frozenset({"abs", "coalesce", "nullif"})
_INTEGERS = frozenset({"int", "bigint", "decimal"})


def in_integers(tokens: Sequence[Token], operands: Mapping[str, Operand]) -> list[Token] | None:
    """Write a condition for SQLite.

    Args:
        tokens: of the condition, its words known.
        operands: what its columns are.

    Returns:
        None where it cannot be done: there is a quotient, a float, or something unknown.
    """
    parser = _Parser(tokens, operands)
    try:
        found = parser.condition()
    except InexactError:
        return None
    return [*found.at(found.scale or 0)] if parser.is_at_end() else None


class _Parser:
    """Reads what both databases read alike; all else is unknown."""

    def __init__(self, tokens: Sequence[Token], operands: Mapping[str, Operand]) -> None:
        self._tokens = tokens
        self._operands = operands
        self._at = 0
        self._depth = 0

    def is_at_end(self) -> bool:
        return self._at == len(self._tokens)

    def condition(self) -> Term:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InexactError
        found = self._chain(lambda: self._chain(self._negation, "AND"), "OR")
        self._depth -= 1
        return found

    def _take(self, *texts: str) -> list[Token]:
        """The next token, if it is one of these keywords and signs."""
        found = [*self._tokens[self._at : self._at + 1]]
        if not found or found[0].kind not in {"keyword", "sign"} or found[0].text not in texts:
            return []
        self._at += 1
        return found

    def _need(self, text: str) -> list[Token]:
        found = self._take(text)
        if not found:
            raise InexactError
        return found

    def _chain(self, operand: Callable[[], Term], *signs: str) -> Term:
        first = operand()
        rest: list[Part] = []
        while sign := self._take(*signs):
            rest += [*sign, operand()]
        return alike(first, *rest) if rest else first

    def _prefixed(self, operand: Callable[[], Term], *signs: str) -> Term:
        found: list[Token] = []
        while sign := self._take(*signs):
            found += sign
        return alike(*found, operand()) if found else operand()

    def _negation(self) -> Term:
        return self._prefixed(self._comparison, "NOT")

    def _comparison(self) -> Term:
        """At most one: the databases differ in how they read several in a row."""
        left = self._sum()
        if sign := self._take(*COMPARISONS):
            return settled(left, *sign, self._sum())
        if sign := self._take("IS"):
            return settled(left, *sign, *self._take("NOT"), *self._take("NULL", "TRUE", "FALSE"))
        denied = self._take("NOT")
        if sign := self._take("BETWEEN"):
            return settled(left, *denied, *sign, self._sum(), *self._need("AND"), self._sum())
        if sign := self._take("IN"):
            return settled(left, *denied, *sign, *self._need("("), *self._rest_of_list())
        if denied:
            raise InexactError
        return left

    def _rest_of_list(self) -> list[Part]:
        found: list[Part] = [self.condition()]
        while comma := self._take(","):
            found += [*comma, self.condition()]
        return [*found, *self._need(")")]

    def _sum(self) -> Term:
        return self._chain(self._product, "+", "-")

    def _product(self) -> Term:
        found = self._signed()
        while sign := self._take("*", "%"):
            combine = units.product if sign[0].text == "*" else units.remainder
            found = combine(found, self._signed())
        return found

    def _signed(self) -> Term:
        return self._prefixed(lambda: self._chain(self._atom, "||"), "+", "-")

    def _atom(self) -> Term:
        if bracket := self._take("("):
            return alike(*bracket, self.condition(), *self._need(")"))
        if word := self._take("CASE"):
            return self._case(*word)
        if self.is_at_end():
            raise InexactError
        token = self._tokens[self._at]
        self._at += 1
        return self._leaf(token)

    def _leaf(self, token: Token) -> Term:
        match token.kind, token.text:
            case "number", text:
                return units.literal(text)
            case "keyword", "NULL":
                return units.NULL
            case ("text", _) | ("keyword", "TRUE" | "FALSE"):
                return settled(token)
            case "column", _:
                return self._column(token)
            case "function", _:
                return self._call(token)
            case _:
                raise InexactError

    def _column(self, name: Token) -> Term:
        operand = self._operands[name.text]
        if operand.kind == "float":
            raise InexactError
        is_number = operand.kind in _INTEGERS
        return units.counted([name], operand.scale) if is_number else settled(name)

    def _call(self, function: Token) -> Term:
        parts = [function, *self._need("("), *self._rest_of_list()]
        if function.text in _ALIKE:
            return alike(*parts)
        # The others take texts, and whole numbers as places in them.
        if any(term.scale for term in parts if isinstance(term, Term)):
            raise InexactError
        tokens = units.joined(parts, 0)
        return units.counted(tokens, 0) if function.text == "length" else settled(*tokens)

    def _case(self, case: Token) -> Term:
        word = self._take("WHEN")
        subject = [] if word else [self.condition()]
        word = word or self._need("WHEN")
        choices: list[tuple[list[Token], Term, list[Token], Term]] = []
        while word:
            choices.append((word, self.condition(), self._need("THEN"), self.condition()))
            word = self._take("WHEN")
        scale = units.common([*subject, *(compared for _, compared, _, _ in choices)]) or 0
        parts: list[Part] = [case, *units.joined(subject, scale)]
        for when, compared, then, result in choices:
            parts += [*when, *compared.at(scale), *then, result]
        if word := self._take("ELSE"):
            parts += [*word, self.condition()]
        return alike(*parts, *self._need("END"))
