"""Words of a sentence: how they are told apart, and when two of them are the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from fastscaffold.intents.real_words import REAL_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

_PIECES = re.compile(
    r"(?P<field>[A-Za-z_]\w*:[A-Za-z]\w*(?:\([^)]*\))?\??(?:[=:][^\s,;]+)*)"
    r"|(?P<path>(?:\.{1,2}|~)/[\w./-]*|(?:/[\w.-]+){2,}/?|(?<!\S)\.\.?(?!\S)"
    r"|(?<!\S)[\w./-]+\.(?:html|md|sarif)\b)"
    r"|(?P<comma>[,;&])"
    r"|(?P<colon>(?<=\w):(?=\s))"
    r"|(?P<word>n\s?\+\s?1|[^\W_](?:[\w']*\w)?)",
    re.IGNORECASE,
)
_BRITISH = re.compile(r"(?<=[a-z]{3})(i|y)s(e|es|ed|er|ing|ation)$")
# An s at their end is no plural.
_NO_PLURALS = frozenset({"https", "kubernetes", "redis", "always", "alembic", "postgres"})
_REAL_WORDS = frozenset(REAL_WORDS.split())
_MARKS = {"comma": ",", "colon": ":"}
# A word must have so many letters to be mended, and what it is mended to one more.
_SHORT = 4
_LEAST = 5


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a comma, a colon, a path or a typed field.

    Attributes:
        text: as it is written.
        word: what it is compared by; empty for paths and fields.
        kind: ``word``, ``comma``, ``colon``, ``path`` or ``field``.
        joined: whether a hyphen joins it to the next one.
    """

    text: str
    word: str
    kind: str
    joined: bool = False


def tokens(sentence: str) -> tuple[Token, ...]:
    """The words of a sentence, without its punctuation; hyphens part words."""
    plain = unicodedata.normalize("NFKC", sentence).replace("\u2019", "'")
    found: list[Token] = []
    for match in _PIECES.finditer(plain):
        kind = match.lastgroup or "word"
        text = match.group()
        joined = plain[match.end() : match.end() + 1] == "-"
        found.append(Token(text, _compared(text, kind), kind, joined))
    return tuple(found)


def words_in(text: str) -> frozenset[str]:
    """Words that blanks part."""
    return frozenset(text.split())


def phrases_in(text: str) -> tuple[str, ...]:
    """Phrases that commas part."""
    return tuple(text.split(","))


@cache
def phrase(text: str) -> tuple[str, ...]:
    """A phrase of the vocabulary as the words that sentences are compared by."""
    return tuple(each.word for each in tokens(text))


@cache
def stem(word: str) -> str:
    """A word without its plural, in American spelling."""
    word = _BRITISH.sub(r"\1z\2", word)
    if len(word) < _LEAST or word in _NO_PLURALS or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("xes", "sses")):
        return word[:-2]
    return word.removesuffix("s")


def mended(word: str, known: Iterable[str], text: str = "") -> str | None:
    """The only known word that is one slip of a finger away; None where there is none, or two.

    Words that are short, or that are English themselves, are taken as they stand.

    Args:
        word: without its plural.
        known: words without theirs.
        text: the word as it is written: the s at its end may be no plural, as of ``kubernets``.
    """
    if len(word) < _SHORT or not word.isalpha() or word in _REAL_WORDS:
        return None
    whole = text.casefold()
    near = {
        each
        for each in known
        if len(each) >= _LEAST
        and (is_slip(word, each) or (each in _NO_PLURALS and is_slip(whole, each)))
    }
    return near.pop() if len(near) == 1 else None


def is_slip(word: str, other: str) -> bool:
    """Whether one letter is wrong, missing or too many, or two neighbours changed places."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    left, right = word[start:], other[start:]
    if len(left) == len(right):
        swapped = left[1::-1] + left[2:]
        return left[1:] == right[1:] or swapped == right
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    return longer[1:] == shorter


def _compared(text: str, kind: str) -> str:
    if kind in _MARKS:
        return _MARKS[kind]
    if kind != "word":
        return ""
    word = "".join(text.casefold().split()).removesuffix("'s").replace("'", "")
    return stem(word)
