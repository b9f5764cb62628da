"""Collects the errors of one spec, so that all of them are told at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, SpecError
from fastscaffold.spec.excerpts import excerpt_at, whole
from fastscaffold.spec.inline_hints import INLINE_SOURCE, inline_hint
from fastscaffold.spec.positions import NAME_ARGUMENT, NAME_SOURCE
from fastscaffold.spec.vocabulary import (
    FILES,
    FOREIGN_KEYS,
    FOREIGN_KINDS,
    FOREIGN_TYPES,
    RELATION_ALIASES,
    RELATION_KINDS,
    TYPE_ALIASES,
    TYPE_NAMES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.spec.positions import Path, Position, Positions

# What bounds numbers, and what bounds texts: other tools have one word for both.
_LENGTHS = {"ge": "min_length", "le": "max_length"}


_KEPT_FILES = (
    "Files are for `fastscaffold add uploads`, and a feature keeps the key of one: "
    "`upload_key:uuid?:read_only`, as docs/uploads.md of the project shows. Of a file that is "
    "elsewhere keep its address, by the type `url`."
)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Give a hint that names the nearest known word, or None where nothing is near."""
    matches = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"Did you mean `{matches[0]}`?" if matches else None


def key_hint(word: str, known: Iterable[str], otherwise: str = "Keys here") -> str:
    """Say which key may have been meant, of those that there are; else, which there are."""
    keys = list(known)
    meant = FOREIGN_KEYS.get(word.lower())
    if meant in keys:
        if word.lower() == "required":
            return "Whatever is not `nullable` is required: leave this out."
        length = _LENGTHS.get(str(meant))
        return f"Did you mean `{meant}`" + (f", or `{length}` for text?" if length in keys else "?")
    return did_you_mean(word, keys) or f"{otherwise} are {', '.join(keys)}."


def type_hint(word: str) -> str:
    """Say which field type, or which kind of relation, may have been meant."""
    lower = word.lower()
    if lower in FILES:
        return _KEPT_FILES
    meant = FOREIGN_TYPES.get(lower) or FOREIGN_KINDS.get(lower)
    if meant is not None:
        return f"Did you mean `{meant}`?"
    known = (*TYPE_NAMES, *TYPE_ALIASES, *RELATION_KINDS, *RELATION_ALIASES)
    return did_you_mean(word, known) or f"Field types are {', '.join(TYPE_NAMES)}."


def kind_hint(word: str) -> str:
    """Say which kind of relation may have been meant."""
    meant = FOREIGN_KINDS.get(word.lower())
    if meant is not None:
        return f"Did you mean `{meant}`?"
    nearest = did_you_mean(word, (*RELATION_KINDS, *RELATION_ALIASES))
    return nearest or f"Kinds of relations are {', '.join(RELATION_KINDS)}."


def placed(message: Message, path: Path, positions: Positions) -> Message:
    """A message on an entry of a text, with where its key stands: nearest where it has none."""
    position = positions.of_key(path)
    if position == NAME_ARGUMENT:
        return replace(message, path=NAME_SOURCE, line=None, column=None)
    return replace(message, path=positions.source, line=position.line, column=position.column)


@dataclass(slots=True)
class Problems:
    """The errors and notices about one text.

    Attributes:
        positions: where its parts stand.
    """

    positions: Positions
    errors: list[Message] = field(default_factory=list[Message])
    notices: list[Message] = field(default_factory=list[Message])

    def at(self, position: Position, code: str, message: str, hint: str | None = None) -> None:
        """Add an error at a place."""
        shown = (
            whole(self.positions.name)
            if position == NAME_ARGUMENT
            else excerpt_at(self.positions.lines, position)
        )
        self.errors.append(replace(self._message(position, code, message, hint), excerpt=shown))

    def at_value(self, path: Path, code: str, message: str, hint: str | None = None) -> None:
        """Add an error about a value."""
        self.at(self.positions.of_value(path), code, message, hint)

    def at_key(self, path: Path, code: str, message: str, hint: str | None = None) -> None:
        """Add an error about an entry as a whole."""
        self.at(self.positions.of_key(path), code, message, hint)

    def notice(self, path: Path, code: str, message: str, hint: str | None = None) -> None:
        """Add something worth knowing that is not an error."""
        self.notices.append(self._message(self.positions.of_key(path), code, message, hint))

    def _message(self, position: Position, code: str, message: str, hint: str | None) -> Message:
        if hint and self.positions.source == INLINE_SOURCE:
            hint = inline_hint(hint)
        if position == NAME_ARGUMENT:
            return Message(code, message, NAME_SOURCE, hint=hint)
        return Message(code, message, self.positions.source, position.line, position.column, hint)

    def raise_errors(self) -> None:
        """Raise all errors, sorted by place; do nothing where there are none.

        Raises:
            SpecError: there are errors.
        """
        if self.errors:
            unique = dict.fromkeys(self.errors)
            raise SpecError(*sorted(unique, key=lambda error: (error.line or 0, error.column or 0)))
