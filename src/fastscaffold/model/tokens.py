"""The words and signs of a condition in SQL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FUNCTIONS = ("abs", "coalesce", "length", "lower", "nullif", "replace", "substr", "trim", "upper")
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
COMPARISONS = frozenset({"=", "<>", "!=", "<", "<=", ">", ">="})


class ConditionError(Exception):
    """A condition that is not understood; with a hint on what would be."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign.

    Attributes:
        kind: ``text``, ``number``, ``sign``, ``quoted`` or ``word``; words that are known are
            ``keyword``, ``function`` or ``column``; ``raw`` ones are SQL already.
    """

    kind: str
    text: str


def split(sql: str) -> list[Token]:
    """Give the tokens of a condition, in order.

    Raises:
        ConditionError: something in it is none.
    """
    found: list[Token] = []
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
        found.append(Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def written(tokens: Sequence[Token]) -> str:
    """Give their SQL."""
    text = ""
    before = Token("", "")
    for token in tokens:
        glued = token.text in {")", ","} or before.text == "("
        called = token.text == "(" and before.kind == "function"
        plain = token.kind != "column" or token.text not in _RESERVED | {*FUNCTIONS}
        text += ("" if glued or called or not text else " ") + (
            token.text if plain else f'"{token.text}"'
        )
        before = token
    return text
