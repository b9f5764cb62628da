"""Asks for one field: its type, and then only what applies to that type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.cli.fieldtypes import HINTS, RELATION, field_type_names
from fastscaffold.cli.prompts import Choice, ask_confirmation, ask_one, ask_some, ask_text

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_PRECISION = 18
_ITEMS = ("str", "int", "float", "bool", "date", "datetime", "uuid", "email", "url")
_FLAGS = {
    "unique": "no two rows share a value",
    "index": "faster to look up",
    "search": "?q= looks into it",
    "filter": "lists can be filtered by it",
    "sort": "lists can be sorted by it",
    "immutable": "set once, on create",
    "read_only": "never set by a client",
}


def ask_field(name: str, features: Sequence[str]) -> str:
    """Ask for all of a field but its name.

    Args:
        name: of the field.
        features: that a relation may refer to.

    Returns:
        The field's inline text, not validated as a whole.
    """
    kind = ask_one("Type:", [Choice(each, HINTS[each].summary) for each in field_type_names()])
    words = _ask_words() if kind == "enum" else ()
    arguments = _arguments(kind, words, features)
    nullable = not ask_confirmation("Is it required?", default=True)
    parts = [f"{name}:{kind}{arguments}{'?' if nullable else ''}{_default(kind, words)}"]
    flags = HINTS[kind].flags
    parts += ask_some(
        "What else? Space to choose, return to go on.",
        [Choice(flag, _FLAGS[flag]) for flag in flags],
    )
    if kind == RELATION:
        parts += _on_delete(nullable=nullable)
    elif HINTS[kind].constraints:
        example = HINTS[kind].constraints
        constraints = ask_text(f"Constraints, such as {example}; empty for none:")
        parts += [constraints.strip(":")] if constraints else []
    return ":".join(parts)


def _ask_words() -> tuple[str, ...]:
    def check(text: str) -> str | None:
        return None if _words(text) else "At least one value is needed."

    return _words(ask_text("Values, separated by commas:", check=check))


def _arguments(kind: str, words: Sequence[str], features: Sequence[str]) -> str:
    match kind:
        case "str":
            length = ask_text("Longest length; empty for the default:", check=_optional_number)
            return f"({length})" if length else ""
        case "decimal":
            precision = ask_text("Digits in all:", default="12", check=_precision)
            scale = ask_text("Digits after the point:", default="2", check=_number)
            return f"({precision},{scale})"
        case "enum":
            return f"({','.join(_quoted(word, argument=True) for word in words)})"
        case "list":
            return f"({ask_one('Type of its items:', [Choice(each) for each in _ITEMS])})"
        case "ref":
            choices = [Choice(each) for each in dict.fromkeys(features) if each]
            return f"({ask_one('Of which feature?', choices)})"
        case _:
            return ""


def _default(kind: str, words: Sequence[str]) -> str:
    if kind == RELATION:
        return ""
    if kind in {"bool", "enum"}:
        known = words or ("false", "true")
        choices = [Choice("", "no default"), *(Choice(each) for each in known)]
        chosen = ask_one("Default:", choices)
        return f"={_quoted(chosen)}" if chosen else ""
    text = ask_text("Default; empty for none:")
    return f"={_quoted(text)}" if text else ""


def _on_delete(*, nullable: bool) -> list[str]:
    choices = [
        Choice("restrict", "refuse while rows refer to it"),
        Choice("cascade", "delete those rows, too"),
        *([Choice("set_null", "leave those rows without it")] if nullable else []),
    ]
    chosen = ask_one("When the row that it refers to is deleted:", choices)
    return [f"on_delete={chosen}"]


def _quoted(text: str, *, argument: bool = False) -> str:
    from fastscaffold.spec.inline import quote  # noqa: PLC0415 # only for who is asked

    return quote(text, argument=argument)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _number(text: str) -> str | None:
    return None if text.isascii() and text.isdigit() else "A whole number is needed."


def _optional_number(text: str) -> str | None:
    return _number(text) if text else None


def _precision(text: str) -> str | None:
    if _number(text) is None and 1 <= int(text[:4]) <= _MAX_PRECISION:
        return None
    return f"A number from 1 to {_MAX_PRECISION} is needed."
