"""Reads the SQL of a check: only what SQLite and PostgreSQL understand alike gets through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from fastscaffold.spec.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FUNCTIONS = ("abs", "coalesce", "length", "lower", "nullif", "replace", "substr", "trim", "upper")
KEYWORDS = frozenset(
    """
    and between case else end false in is not null or then true when
    """.split()  # noqa: SIM905 # a list of so many words is hard to read
)
# Columns of these names are quoted; the words of both databases.
_RESERVED = frozenset(
    """
    add all alter analyse analyze and any array as asc asymmetric authorization between binary
    both case cast check collate collation column commit concurrently constraint create cross
    current_catalog current_date current_role current_schema current_time current_timestamp
    current_user default deferrable delete desc distinct do drop else end escape except exists
    false fetch for foreign freeze from full grant group having if ilike in index initially
    inner insert intersect into is isnull join lateral leading left like limit localtime
    localtimestamp natural not nothing notnull null offset on only or order outer overlaps
    placing primary raise references returning right row select session_user set similar some
    symmetric system_user table tablesample then to trailing transaction true union unique
    update user using values variadic verbose when where window with
    """.split()  # noqa: SIM905 # a list of so many words is hard to read
)
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|'')*')|(?P<number>[0-9]+(?:\.[0-9]+)?(?![A-Za-z_0-9.]))
    |"(?P<quoted>[a-z][a-z0-9_]*)"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign><=|>=|<>|!=|\|\||[-=<>+*/%(),]))""",
    re.VERBOSE,
)
_COMPARISONS = frozenset({"=", "<>", "!=", "<", "<=", ">", ">="})
_CONDITIONS = frozenset({"between", "in", "is", "not"})
_SCALED = frozenset({"*", "/", "%", "length", "replace", "substr"})
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


class ConditionError(Exception):
    """A condition that is not understood; with a hint on what would be."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def read_condition(sql: str, operands: Mapping[str, Operand]) -> Condition:
    """Read the SQL of a check.

    Args:
        sql: as the user wrote it.
        operands: what it may name, by the name of the column.

    Raises:
        ConditionError: it is more than a condition on these columns.
    """
    tokens = [_known(token, operands) for token in _tokens(sql)]
    tokens = [
        _Token("column", token.text)
        if token.kind == "function" and not _called(tokens, at)
        else token
        for at, token in enumerate(tokens)
    ]
    _check_shape(tokens, operands)
    _check_literals(tokens, operands)
    columns = tuple(dict.fromkeys(token.text for token in tokens if token.kind == "column"))
    return Condition(_written(tokens), _written(_scaled(tokens, operands)), columns)


def _tokens(sql: str) -> list[_Token]:
    found: list[_Token] = []
    at, end = 0, len(sql.rstrip())
    while at < end:
        match = _TOKEN.match(sql, at)
        if match is None or match.lastgroup is None or sql.startswith(("--", "/*"), match.start()):
            raise ConditionError(
                f"{sql[at:].strip()[:20]!a} cannot stand in a check.",
                "A check is one condition: columns, numbers, texts in single quotes, comparisons.",
            )
        if match["sign"] == "-" and sql.startswith("-", match.end()):
            raise ConditionError("A comment cannot stand in a check.", "Leave it out.")
        if match["sign"] == "/" and sql.startswith("*", match.end()):
            raise ConditionError("A comment cannot stand in a check.", "Leave it out.")
        found.append(_Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def _known(token: _Token, operands: Mapping[str, Operand]) -> _Token:
    """Tell columns, functions and keywords apart."""
    if token.kind not in {"word", "quoted"}:
        return token
    lower = token.text.lower()
    if token.kind == "word" and lower in KEYWORDS:
        return _Token("keyword", lower.upper())
    if token.kind == "word" and lower in FUNCTIONS:
        return _Token("function", lower)
    if token.text in operands:
        return _Token("column", token.text)
    hint = did_you_mean(token.text, operands)
    raise ConditionError(
        f"`{token.text[:40]}` is not a column of the table.",
        hint or f"Columns are {', '.join(operands)}; functions are {', '.join(FUNCTIONS)}.",
    )


def _called(tokens: Sequence[_Token], at: int) -> bool:
    return tokens[at + 1 : at + 2] == [_Token("sign", "(")]


def _check_shape(tokens: Sequence[_Token], operands: Mapping[str, Operand]) -> None:
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
        token.text in _COMPARISONS or token.text.lower() in _CONDITIONS
        for token in tokens
        if token.kind in {"sign", "keyword"}
    )
    if not compares and any(operand.kind != "bool" for operand in columns):
        raise ConditionError("It is no condition.", "Compare with something: total >= 0.")


def _check_literals(tokens: Sequence[_Token], operands: Mapping[str, Operand]) -> None:
    """PostgreSQL compares no text with a number, and neither with true or false."""
    for first, sign, second in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if sign.text not in _COMPARISONS or sign.kind != "sign":
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


def _scaled(tokens: Sequence[_Token], operands: Mapping[str, Operand]) -> list[_Token]:
    """The same on SQLite, which keeps decimals as integers."""
    named = [operands[token.text] for token in tokens if token.kind == "column"]
    numbers = {(item.kind, item.scale) for item in named if item.kind in _NUMBERS}
    if not any(item.scale for item in named):
        return list(tokens)
    if len(numbers) == 1 and not any(token.text in _SCALED for token in tokens):
        factor = Decimal(10) ** max(item.scale for item in named)
        return [
            _Token("number", f"{(Decimal(token.text) * factor).normalize():f}")
            if token.kind == "number"
            else token
            for token in tokens
        ]
    return [
        _Token("raw", f"({_written([token])} / {10 ** operands[token.text].scale}.0)")
        if token.kind == "column" and operands[token.text].scale
        else token
        for token in tokens
    ]


def _written(tokens: Sequence[_Token]) -> str:
    text = ""
    before = _Token("", "")
    for token in tokens:
        glued = token.text in {")", ","} or before.text == "("
        called = token.text == "(" and before.kind == "function"
        plain = token.kind != "column" or token.text not in _RESERVED | {*FUNCTIONS}
        text += ("" if glued or called or not text else " ") + (
            token.text if plain else f'"{token.text}"'
        )
        before = token
    return text
