"""What a sentence says about the fields of a feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.intents.naming import name_of
from fastscaffold.intents.words import words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.intents.words import Token

_INTRODUCTIONS = words_in(
    "with having containing contain that which has have the following field fields "
    "column columns attribute attributes property properties a an its these please"
)
_BORDERS = frozenset({"and", "plus", ","})
_LONGEST = 2
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
    return name_of(item) if len(item) <= _LONGEST else None
