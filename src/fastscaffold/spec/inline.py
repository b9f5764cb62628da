"""The inline notation: ``number:str(40)?=x:unique:min_length=3``.

A value that holds whitespace, a comma or a colon is put in single or double quotes; a quote of the
same kind inside is doubled, and a backslash is just a backslash. Brackets need no quotes as long
as they are balanced: whatever stands inside belongs to the value, as in ``tags:list=["a", "b"]``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from fastscaffold.spec import slips
from fastscaffold.spec.problems import key_hint, type_hint
from fastscaffold.spec.tokens import (
    ARGUMENT_END,
    SEPARATORS,
    VALUE_END,
    Cursor,
    InlineError,
    take_value,
)
from fastscaffold.spec.vocabulary import (
    BOUNDS,
    FLAGS,
    RELATION_ALIASES,
    RELATION_KINDS,
    TYPE_NAMES,
    canonical_type,
)

# Modifiers by how their values are written: nothing or true and false, a number, a text.
_NUMBERS = ("min_length", "max_length", "precision", "scale")
_TEXTS = ("pattern", "items", "description", "column", "alias")
_FIELD_MODIFIERS = ("nullable", *FLAGS, *_NUMBERS, *_TEXTS, *BOUNDS, "values", "examples")
_RELATION_FLAGS = ("nullable", "unique", "index", "immutable", "filter")
_RELATION_TEXTS = ("on_delete", "of", "back", "cascade", "description")
_RELATION_MODIFIERS = (*_RELATION_FLAGS, *_RELATION_TEXTS)
_KINDS = {*RELATION_KINDS, *RELATION_ALIASES}

# What stands between the parentheses behind a type.
_ARGUMENTS: dict[str, tuple[str, ...]] = {
    "str": ("max_length",),
    "text": ("max_length",),
    "bytes": ("max_length",),
    "decimal": ("precision", "scale"),
    "list": ("items",),
}


@dataclass(frozen=True, slots=True)
class InlineItem:
    """One field or relation, not yet validated.

    Attributes:
        name: as written; empty where a type alone was parsed.
        at: offset of the item in the text.
        relation: whether it is a relation.
        data: the keys of the YAML form.
        places: offset of the value of each key of ``data``.
        words: offset of the word that says it; that of the value where there is none.
    """

    name: str
    at: int
    relation: bool
    data: dict[str, object]
    places: dict[str, int]
    words: dict[str, int]


@dataclass(slots=True)
class _Draft:
    data: dict[str, object] = field(default_factory=dict[str, object])
    places: dict[str, int] = field(default_factory=dict[str, int])
    words: dict[str, int] = field(default_factory=dict[str, int])

    def put(self, key: str, value: object, at: int, word_at: int | None = None) -> None:
        if key in self.data:
            message = f"`{key}` is given twice."
            raise InlineError(at, "spec.inline-twice", message, "Keep one of them.")
        self.data[key] = value
        self.places[key] = at
        self.words[key] = at if word_at is None else word_at


def parse_items(text: str) -> tuple[list[InlineItem], list[InlineError]]:
    """Parse the text of ``--fields``: items separated by whitespace or commas.

    Returns:
        The items that follow the grammar, and an error for each that does not.
    """
    cursor = Cursor(text)
    items: list[InlineItem] = []
    errors: list[InlineError] = []
    cursor.skip(SEPARATORS)
    while cursor.char:
        try:
            items.append(_item(cursor))
        except InlineError as error:
            errors.append(error)
            _recover(cursor)
        cursor.skip(SEPARATORS)
    return items, errors


def parse_type(text: str) -> InlineItem:
    """Parse the text of a type alone, as it stands in YAML: ``str(40):unique``.

    Raises:
        InlineError: the text does not follow the grammar.
    """
    cursor = Cursor(text)
    cursor.skip(" ")
    item = _after_name(cursor, "", cursor.at)
    cursor.skip(" ")
    if cursor.char:
        message = f"`{cursor.text[cursor.at :][:20]}` does not belong to a type."
        hint = slips.behind_type(
            text[: cursor.at],
            text[cursor.at :],
            _RELATION_MODIFIERS if item.relation else _FIELD_MODIFIERS,
        )
        raise InlineError(cursor.at, "spec.inline", message, hint)
    return item


def _recover(cursor: Cursor) -> None:
    """Go on behind the item that failed, so that the next errors are found too."""
    while cursor.char and cursor.char not in SEPARATORS:
        try:
            take_value(cursor, SEPARATORS)
        except InlineError:
            cursor.at = len(cursor.text)


def _item(cursor: Cursor) -> InlineItem:
    at = cursor.at
    name = cursor.word(":=?()" + SEPARATORS)
    if not name:
        message = f"A field name is expected here, not `{cursor.char}`."
        raise InlineError(at, "spec.inline", message, slips.EXAMPLE)
    if not cursor.accept(":"):
        message = f"The field `{name}` has no type."
        ended, word = cursor.at, slips.step_onto_type(cursor)
        raise InlineError(ended, "spec.inline-no-type", message, slips.without_type(name, word))
    return _after_name(cursor, name, at)


def _after_name(cursor: Cursor, name: str, at: int) -> InlineItem:
    type_at = cursor.at
    word = cursor.word(":=?()" + SEPARATORS)
    draft = _Draft()
    relation = word in _KINDS
    if not relation and canonical_type(word) not in TYPE_NAMES:
        _refuse_type(cursor, word, name, type_at)
    draft.put("kind" if relation else "type", word, type_at)
    arguments_at = cursor.at
    arguments = _arguments(cursor) if cursor.accept("(") else []
    if relation and len(arguments) != 1:
        other = slips.step_onto_word(cursor) or "customers"
        message = f"`{word}` takes the feature that it refers to."
        raise InlineError(arguments_at, "spec.inline", message, f"Write `{word}({other})`.")
    _apply_arguments(draft, word, arguments, arguments_at)
    if cursor.char == "?":
        draft.put("nullable", True, cursor.at)  # noqa: FBT003
        cursor.at += 1
    if cursor.char == "=":
        cursor.at += 1
        value_at = cursor.at
        if relation:
            hint = "Leave the default out, and write `?` where there may be no other end."
            raise InlineError(value_at, "spec.inline", "A relation has no default.", hint)
        draft.put("default", take_value(cursor, VALUE_END), value_at)
    while cursor.accept(":"):
        _modifier(cursor, draft, relation=relation)
    if cursor.char and cursor.char not in SEPARATORS:
        message = f"`{cursor.char}` is not expected here."
        raise InlineError(cursor.at, "spec.inline", message, _order_hint())
    return InlineItem(name, at, relation, draft.data, draft.places, draft.words)


def _order_hint() -> str:
    return "The order is name:type(args)?=default:modifier=value."


def _refuse_type(cursor: Cursor, word: str, name: str, at: int) -> None:
    if not word:
        if name and (behind := slips.step_over_blank(cursor)):
            message = f"A blank stands after the colon of `{name}`."
            hint = slips.without_type(name, behind)
            raise InlineError(at, "spec.inline-no-type", message, hint)
        message = f"The field `{name}` has no type." if name else "A type is missing."
        raise InlineError(at, "spec.inline-no-type", message, slips.EXAMPLE)
    message = f"`{word}` is not a field type."
    raise InlineError(at, "spec.unknown-type", message, type_hint(word))


def _arguments(cursor: Cursor) -> list[tuple[str, int]]:
    opened = cursor.at - 1
    found: list[tuple[str, int]] = []
    while True:
        cursor.skip(" \t\r\n")
        if cursor.accept(")"):
            return found
        if not cursor.char:
            hint = 'Close it: name:str(40). Within {…} of YAML, quote it: {total: "decimal(12,2)"}.'
            raise InlineError(opened, "spec.inline", "This parenthesis is never closed.", hint)
        at = cursor.at
        found.append((take_value(cursor, ARGUMENT_END), at))
        cursor.skip(" \t\r\n")
        if cursor.char and not cursor.accept(",") and cursor.char != ")":
            message = "A comma or a closing parenthesis is expected here."
            raise InlineError(
                cursor.at,
                "spec.inline",
                message,
                "Put commas between values, and quote one that holds a space.",
            )


def _apply_arguments(draft: _Draft, word: str, arguments: list[tuple[str, int]], at: int) -> None:
    if word in _KINDS:
        draft.put("to", arguments[0][0], arguments[0][1])
        return
    kind = canonical_type(word)
    if kind == "enum":
        if arguments:
            draft.put("values", [text for text, _ in arguments], at)
        return
    keys = _ARGUMENTS.get(kind, ())
    if len(arguments) > len(keys):
        takes = f"at most {len(keys)}" if keys else "none"
        message = f"`{word}` takes {takes} in parentheses, not {len(arguments)}."
        hint = f"Write {word}({','.join(keys)})." if keys else f"Write `{word}` alone."
        raise InlineError(arguments[len(keys)][1], "spec.inline", message, hint)
    for key, (text, place) in zip(keys, arguments, strict=False):
        draft.put(key, text if key == "items" else _integer(text, key, place), place)


def _modifier(cursor: Cursor, draft: _Draft, *, relation: bool) -> None:
    at = cursor.at
    name = cursor.word(":=?()" + SEPARATORS)
    known = _RELATION_MODIFIERS if relation else _FIELD_MODIFIERS
    if name not in known:
        what = "a relation" if relation else "a field"
        hint = key_hint(name, known, f"Modifiers of {what}")
        if name[:1].isdigit():
            hint = 'Quote a value that holds a colon: opens_at:time="09:30".'
        if name == "default":
            hint = "A default follows the type: amount:int=0."
        message = f"`{name}` is not a modifier of {what}." if name else "A modifier is missing."
        raise InlineError(at, "spec.unknown-modifier", message, hint)
    flags = _RELATION_FLAGS if relation else ("nullable", *FLAGS)
    if name in flags:
        draft.put(name, _flag(cursor, name), at)
        return
    if not cursor.accept("="):
        raise InlineError(cursor.at, "spec.inline", f"`{name}` needs a value.", f"{name}=…")
    value_at = cursor.at
    text = take_value(cursor, VALUE_END)
    draft.put(name, _convert(name, text, value_at), value_at, at)


def _flag(cursor: Cursor, name: str) -> bool:
    if not cursor.accept("="):
        return True
    at = cursor.at
    text = take_value(cursor, VALUE_END)
    if text not in {"true", "false"}:
        message = f"`{name}` is true or false, not `{text}`."
        raise InlineError(at, "spec.inline", message, f"Write `{name}` alone for true.")
    return text == "true"


def _convert(name: str, text: str, at: int) -> object:
    if name in _NUMBERS:
        return _integer(text, name, at)
    if name in {"values", "examples"}:
        return _list(text, name, at)
    return text


def _integer(text: str, key: str, at: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 10:  # noqa: PLR2004
        message = f"`{key}` is a whole number, not `{text[:40]}`."
        raise InlineError(at, "spec.inline", message, f"Write {key}=40, for instance.")
    return int(text)


def _list(text: str, name: str, at: int) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list):
        message = f"`{name}` is a JSON list."
        raise InlineError(at, "spec.inline", message, f'Write {name}=["a", "b"].')
    return value  # pyright: ignore[reportUnknownVariableType]
