"""Reads the SQL of a check: only what SQLite and PostgreSQL understand alike gets through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.model.exact import in_integers
from fastscaffold.model.tokens import COMPARISONS, FUNCTIONS, ConditionError, Token, split, written
from fastscaffold.spec.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEYWORDS = frozenset(
    """
    and between case else end false in is not null or then true when
    """.split()  # noqa: SIM905 # a list of so many words is hard to read
)
_CONDITIONS = frozenset({"between", "in", "is", "not"})
_NUMBERS = frozenset({"int", "bigint", "float", "decimal"})
_LITERALS = {"number": _NUMBERS, "bool": frozenset({"bool"})}


@dataclass(frozen=True, slots=True)
class Operand:
    """A column that a condition may name.

    Attributes:
        kind: its field type; ``key`` for keys.
        scale: digits behind the point, of a decimal; SQLite keeps it as so many times an integer.
    """

    name: str
    kind: str
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in the SQL of each database, and the columns that it names."""

    sql: str
    sqlite: str
    columns: tuple[str, ...]


def read_condition(sql: str, operands: Mapping[str, Operand]) -> Condition:
    """Read the SQL of a check.

    Args:
        sql: as the user wrote it.
        operands: what it may name, by the name of the column.

    Raises:
        ConditionError: it is more than a condition on these columns.
    """
    tokens = [_known(token, operands) for token in split(sql)]
    tokens = [
        Token("column", token.text)
        if token.kind == "function" and not _called(tokens, at)
        else token
        for at, token in enumerate(tokens)
    ]
    _check_shape(tokens, operands)
    _check_literals(tokens, operands)
    columns = tuple(dict.fromkeys(token.text for token in tokens if token.kind == "column"))
    return Condition(written(tokens), written(_scaled(tokens, operands)), columns)


def _known(token: Token, operands: Mapping[str, Operand]) -> Token:
    """Tell columns, functions and keywords apart."""
    if token.kind not in {"word", "quoted"}:
        return token
    lower = token.text.lower()
    if token.kind == "word" and lower in KEYWORDS:
        return Token("keyword", lower.upper())
    if token.kind == "word" and lower in FUNCTIONS:
        return Token("function", lower)
    if token.text in operands:
        return Token("column", token.text)
    hint = did_you_mean(token.text, operands)
    raise ConditionError(
        f"`{token.text[:40]}` is not a column of the table.",
        hint or f"Columns are {', '.join(operands)}; functions are {', '.join(FUNCTIONS)}.",
    )


def _called(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at + 1 : at + 2] == [Token("sign", "(")]


def _check_shape(tokens: Sequence[Token], operands: Mapping[str, Operand]) -> None:
    depth = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "sign" else 0
        if depth < 0:
            break
        if token.kind == "column" and token.text not in operands:
            message = f"`{token.text}` is a function and not a column of the table."
            raise ConditionError(message, f"Write {token.text}(…).")
    if depth != 0:
        raise ConditionError("Its brackets do not match.", "Close each bracket that is opened.")
    columns = [operands[token.text] for token in tokens if token.kind == "column"]
    if not columns:
        raise ConditionError("It names no column.", f"Columns are {', '.join(operands)}.")
    compares = any(
        token.text in COMPARISONS or token.text.lower() in _CONDITIONS
        for token in tokens
        if token.kind in {"sign", "keyword"}
    )
    if not compares and any(operand.kind != "bool" for operand in columns):
        raise ConditionError("It is no condition.", "Compare with something: total >= 0.")


def _check_literals(tokens: Sequence[Token], operands: Mapping[str, Operand]) -> None:
    """PostgreSQL compares no text with a number, and neither with true or false."""
    for first, sign, second in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if sign.text not in COMPARISONS or sign.kind != "sign":
            continue
        for column, literal in ((first, second), (second, first)):
            kind = {"number": "number", "text": "text"}.get(literal.kind, "")
            if literal.text in {"TRUE", "FALSE"} and literal.kind == "keyword":
                kind = "bool"
            if column.kind != "column" or not kind:
                continue
            of = operands[column.text].kind
            fits = of in _LITERALS[kind] if kind in _LITERALS else of not in {*_NUMBERS, "bool"}
            if not fits:
                raise ConditionError(
                    f"`{column.text}` is of type {of} and is compared with {literal.text[:40]}.",
                    "Numbers compare with numbers, bool with true and false, all else with texts.",
                )


def _scaled(tokens: Sequence[Token], operands: Mapping[str, Operand]) -> list[Token]:
    """The same on SQLite, which keeps decimals as integers."""
    scaled = [name for name, operand in operands.items() if operand.scale]
    named = any(token.kind == "column" and token.text in scaled for token in tokens)
    if not named and not any(token.kind == "number" and _is_broken(token) for token in tokens):
        return list(tokens)
    return in_integers(tokens, operands) or [
        Token("raw", f"({written([token])} / {10 ** operands[token.text].scale}.0)")
        if token.kind == "column" and token.text in scaled
        else token
        for token in tokens
    ]


def _is_broken(number: Token) -> bool:
    return "." in number.text and not number.text.rstrip("0").endswith(".")
