"""What a sentence says about the fields of a feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.intents.naming import VAGUE, name_of
from fastscaffold.intents.vocabulary import PLACES, TARGETS
from fastscaffold.intents.words import phrase, phrases_in, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.intents.reading import Term
    from fastscaffold.intents.words import Token

_INTRODUCTIONS = words_in(
    "with having containing contain that which has have the following field fields "
    "column columns attribute attributes property properties a an its these please"
)
_BORDERS = frozenset({"and", "plus", ","})
_LONGEST = 2
# Says nothing of a feature, and names a field: the code of a voucher.
_VAGUE = VAGUE - words_in("code function module part parts")
_TARGET_WORDS = frozenset(word for each in phrases_in(TARGETS) for word in phrase(each))
_PLACE_WORDS = frozenset(phrases_in(PLACES))
# Are brought by every feature, or by a capability, and are no columns.
_NO_FIELDS = words_in(
    "test tests migration migrations auth authentication authorization caching cache "
    "pagination permissions crud endpoints documentation docs validation"
)


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields, as far as they are certain.

    Attributes:
        typed: the text for ``--fields``; empty unless every field has a type.
        names: names of fields, where some have no type.
        doubt: why this may be about something else than fields.
    """

    typed: str = ""
    names: tuple[str, ...] = ()
    doubt: str = ""


def said_of_fields(said: Sequence[Token], terms: Sequence[Term]) -> list[Token]:
    """The words that stand behind ``with``, politeness and articles aside.

    A word that stands for the project elsewhere, such as ``code``, is the name of a field here.

    Args:
        said: the whole sentence.
        terms: what was read of it, from ``with`` on.
    """
    if not terms:
        return []
    read = {term.at + offset for term in terms for offset in range(len(term.tokens))}
    words = _TARGET_WORDS | _PLACE_WORDS
    return [
        token
        for at, token in enumerate(said)
        if at in read or (at > terms[0].at and token.word in words)
    ]


def fields_of(tokens: Sequence[Token]) -> Fields:
    """Read what stands behind ``with``."""
    if not tokens:
        return Fields()
    said = any(token.word in {"field", "column", "attribute", "property"} for token in tokens)
    items: list[list[Token]] = [[]]
    for token in tokens:
        if token.word in _BORDERS:
            items.append([])
        elif token.kind == "field":
            items += [[token], []]
        elif token.kind != "colon" and token.text.casefold() not in _INTRODUCTIONS:
            items[-1].append(token)
    items = [item for item in items if item]
    if items and all(item[0].kind == "field" for item in items):
        return Fields(typed=" ".join(item[0].text for item in items))
    names = [_name(item) for item in items]
    known = tuple(name for name in names if name)
    listing = said or len(items) > 1 or (len(items) == 1 and len(items[0]) == 1)
    if len(known) != len(items) or not listing or _NO_FIELDS & set(known):
        text = " ".join(token.text for token in tokens)
        return Fields(doubt=f"What `{text}` means is not certain.")
    return Fields(names=known)


def _name(item: Sequence[Token]) -> str | None:
    if item[0].kind == "field":
        return item[0].text.partition(":")[0]
    return name_of(item, _VAGUE) if len(item) <= _LONGEST and not _is_place(item) else None


def _is_place(item: Sequence[Token]) -> bool:
    """Whether the project is meant, and no field: ``in python``; ``in stock`` may be one."""
    words = [token.word for token in item]
    return words[0] in _PLACE_WORDS and _TARGET_WORDS.issuperset(words[1:])
