"""Asks for one field: its type, and then only what applies to that type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fastscaffold.cli.fieldtypes import kinds
from fastscaffold.cli.prompts import Choice, ask_confirmation, ask_one, ask_some, ask_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.cli.fieldtypes import Kind

_MAX_PRECISION = 18
_DELETIONS = {
    "restrict": "refuse while rows refer to it",
    "cascade": "delete those rows, too",
    "set_null": "leave those rows without it",
}


def ask_field(name: str, features: Sequence[str]) -> str:
    """Ask for all of a field, or of a relation, but its name.

    Args:
        name: of the field.
        features: that a relation may refer to.

    Returns:
        The field's inline text, not validated as a whole.
    """
    known = {kind.name: kind for kind in kinds()}
    kind = known[ask_one("Type:", [Choice(each.name, each.summary) for each in known.values()])]
    words = _ask_words() if kind.name == "enum" else ()
    arguments = _feature(features) if kind.relation else _arguments(kind.name, words)
    required = not kind.nullable or ask_confirmation("Is it required?", default=True)
    default = "" if kind.relation else _default(kind, words)
    parts = [f"{name}:{kind.name}{arguments}{'' if required else '?'}{default}", *_options(kind)]
    if kind.on_delete:
        parts += _on_delete(kind, nullable=not required)
    elif kind.constraints:
        parts += _constraints(kind)
    return ":".join(parts)


def _options(kind: Kind) -> list[str]:
    """Ask which modifiers there are, and then for the texts of those that have one."""
    offered = {option.text: option for option in kind.options}
    chosen = ask_some(
        "What else?", [Choice(text, option.summary) for text, option in offered.items()]
    )
    found: list[str] = []
    for text in chosen:
        if not text.endswith("="):
            found.append(text)
            continue
        value = ask_text(f"{offered[text].key} ({offered[text].summary}), empty for none:")
        if value:
            found.append(text + _quoted(_listed(value) if text == "examples=" else value))
    return found


def _listed(text: str) -> str:
    """Take words with commas between for the JSON list that the language wants."""
    return text if text.startswith("[") else json.dumps(_words(text), ensure_ascii=False)


def _feature(features: Sequence[str]) -> str:
    choices = [Choice(each) for each in dict.fromkeys(features) if each]
    return f"({ask_one('Of which feature?', choices)})"


def _ask_words() -> tuple[str, ...]:
    def check(text: str) -> str | None:
        return None if _words(text) else "At least one value is needed."

    return _words(ask_text("Values, separated by commas:", check=check))


def _arguments(kind: str, words: Sequence[str]) -> str:
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
            from fastscaffold.fields.list_type import ITEMS  # noqa: PLC0415

            return f"({ask_one('Type of its items:', [Choice(each) for each in ITEMS])})"
        case _:
            return ""


def _default(kind: Kind, words: Sequence[str]) -> str:
    if kind.name in {"bool", "enum"}:
        known = words or ("false", "true")
        chosen = ask_one("Default:", [Choice("", "no default"), *(Choice(each) for each in known)])
        return f"={_quoted(chosen)}" if chosen else ""
    made = f" or {', '.join(kind.words)}" if kind.words else ""
    text = ask_text(f"Default: a value{made}; empty for none:")
    return f"={_quoted(text)}" if text else ""


def _constraints(kind: Kind) -> list[str]:
    example = f", such as {kind.example}" if kind.example else ""
    text = ask_text(
        f"Constraints ({', '.join(kind.constraints)}){example}; colons between, empty for none:"
    )
    return [text.strip(":")] if text else []


def _on_delete(kind: Kind, *, nullable: bool) -> list[str]:
    choices = [
        Choice(word, _DELETIONS.get(word, ""))
        for word in kind.on_delete
        if nullable or word != "set_null"
    ]
    chosen = ask_one("When the row that it refers to is deleted:", choices)
    return [f"on_delete={chosen}"] if chosen != kind.on_delete[0] else []


def _quoted(text: str, *, argument: bool = False) -> str:
    from fastscaffold.spec.tokens import quote  # noqa: PLC0415 # only for who is asked

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
