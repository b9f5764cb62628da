"""Turns pydantic's errors into sentences about the spec."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fastscaffold.spec.inline import parse_type
from fastscaffold.spec.keys import as_operation, as_rule, known_keys, right_place
from fastscaffold.spec.problems import did_you_mean, key_hint, kind_hint, type_hint
from fastscaffold.spec.tokens import InlineError
from fastscaffold.spec.vocabulary import (
    FOREIGN_DELETIONS,
    FOREIGN_OPERATIONS,
    RELATION_KINDS,
    TYPE_NAMES,
    several_permissions,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from fastscaffold.spec.positions import Path
    from fastscaffold.spec.problems import Problems

_EXPECTED = {
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "literal_error": "one of {expected}",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "at least {min_length} characters",
    "too_long": "a list of at most {max_length}",
    "too_short": "a list of at least {min_length}",
}
_HINTS = {
    "bool_type": "Write true or false, without quotes.",
    "int_type": "Write it without quotes and without a fraction.",
    "int_from_float": "Write it without a fraction.",
    "float_type": "Write it without quotes.",
    "string_type": "Put text that looks like something else in quotes.",
    "tuple_type": "Write [a, b].",
    "list_type": "Write [a, b].",
    "dict_type": "Write `key: value` below it.",
    "model_type": "Write `key: value` below it.",
    "model_attributes_type": "Write `key: value` below it.",
    "greater_than_equal": "Write {ge} or more.",
    "less_than_equal": "Write {le} or less.",
    "string_too_long": "Make it shorter.",
    "string_too_short": "Write something, or leave the key out.",
    "too_long": "Leave some of them out.",
    "too_short": "Write some, or leave the key out.",
}
_MEMBERS = {
    "fields": "Write a type, such as str(40), or a mapping, such as {type: str}.",
    "relations": "Write ref(customers), or {kind: many_to_one, to: customers}.",
}
_NO_SHAPE = {"tuple_type", "list_type", "dict_type", "model_type", "model_attributes_type"}
# What a part looks like whose keys or depth its name does not tell.
_SHAPES: dict[Path, str] = {
    ("constraints", "unique"): "Write [[a, b]]: a list for each constraint.",
    ("constraints", "index"): "Write [{on: [a, b]}]: a mapping for each index.",
    ("constraints", "check"): "Write [{name: positive, sql: total > 0}].",
    ("api", "page_size"): "Write {default: 20, max: 100}.",
    ("api", "cache"): "Write {ttl: 30}.",
}
# Words that are told by what they are: a code, a name, and how a hint is found.
_WORDS: dict[object, tuple[str, str, Callable[[str], str]]] = {
    "type": ("spec.unknown-type", "a field type", type_hint),
    "kind": ("spec.unknown-kind", "a kind of relation", kind_hint),
}


def report(error: ValidationError, path: Path, problems: Problems) -> None:
    """Add what pydantic found; ``path`` leads from the file to what was validated."""
    groups: dict[Path, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        place = _known_place((*path, *detail["loc"]), problems)
        groups.setdefault(place, []).append(detail)
    for place, details in groups.items():
        deeper = any(other[: len(place)] == place != other for other in groups)
        if not (deeper and details[0]["type"] in {"too_short", "too_long"}):
            _report_one(place, details, problems)


def _known_place(path: Path, problems: Problems) -> Path:
    for length in range(len(path), 0, -1):
        if path[:length] in problems.positions.values:
            return path[:length]
    return path[:1]


def _report_one(place: Path, details: list[ErrorDetails], problems: Problems) -> None:
    detail = details[0]
    kind = detail["type"]
    if kind == "extra_forbidden":
        inside = place[1:-1]
        known = known_keys(inside)
        word = str(place[-1])
        given = detail["input"]
        hint = right_place(word, inside) or _as_member(given, inside)
        hint = hint or as_rule(word, inside) or as_operation(word, given, inside)
        message = f"`{_shown(place[-1])}` is not a key here."
        problems.at_key(place, "spec.unknown-key", message, hint or key_hint(word, known))
    elif kind == "missing":
        for missing in details:
            if missing["type"] == "missing":
                key = missing["loc"][-1]
                problems.at_value(place, "spec.missing-key", f"`{key}` is missing.", _missing(key))
    elif detail["loc"][-1:] == ("[key]",):
        problems.at_key(
            place,
            "spec.unknown-key",
            f"`{_shown(place[-1])}` is not a key here.",
            _hint(place, detail),
        )
    elif kind == "literal_error" and isinstance(detail["input"], str) and _is_word(place):
        code, what, told = _WORDS[place[-1]]
        word = detail["input"]
        problems.at_value(place, code, f"`{_shown(word)}` is not {what}.", told(word))
    else:
        expected = list(dict.fromkeys(_expectation(item) for item in details))
        name = next(part for part in reversed(place) if isinstance(part, str))
        what = f"`{_shown(name)}`" if name == place[-1] else f"An item of `{_shown(name)}`"
        message = f"{what} should be {' or '.join(expected)}, not {_input(detail['input'])}."
        problems.at_value(place, "spec.invalid-value", message, _hint(place, detail))


def _as_member(value: object, inside: Path) -> str | None:
    """Say where a field or a relation belongs that stands beside ``fields`` and ``relations``."""
    if inside or not isinstance(value, str):
        return None
    try:
        item = parse_type(value)
    except InlineError:
        return None
    return f"It looks like one of `{'relations' if item.relation else 'fields'}`: move it below."


def _is_word(place: Path) -> bool:
    return (place[1:2], place[3:]) in {(("fields",), ("type",)), (("relations",), ("kind",))}


def _missing(key: int | str) -> str:
    if key == "type":
        return f"Field types are {', '.join(TYPE_NAMES)}."
    if key == "kind":
        return f"Kinds of relations are {', '.join(RELATION_KINDS)}."
    if key == "to":
        return "Write `to:` and the feature at the other end."
    return f"Add `{key}:`."


def _expectation(detail: ErrorDetails) -> str:
    form = _EXPECTED.get(detail["type"], "what the language allows")
    return form.format(**detail.get("ctx", {}))


def _hint(place: Path, detail: ErrorDetails) -> str | None:
    given, context = detail["input"], detail.get("ctx", {})
    if detail["type"] == "literal_error" and isinstance(given, str):
        words = str(context.get("expected", "")).replace(" or ", ", ").split(", ")
        known = [word.strip("'") for word in words]
        foreign = FOREIGN_DELETIONS if place[-1] == "on_delete" else FOREIGN_OPERATIONS
        meant = foreign.get(given.lower())
        nearest = f"Did you mean `{meant}`?" if meant in known else did_you_mean(given, known)
        if detail["loc"][-1:] == ("[key]",):
            return nearest or f"Keys here are {', '.join(known)}."
        return nearest or f"Write {known[0]}, for instance."
    if place[1:-1] == ("api", "permissions") and isinstance(given, list | tuple | dict):
        return several_permissions(cast("Collection[object]", given))
    if place[1:-1] in {("fields",), ("relations",)}:
        return _MEMBERS[str(place[1])]
    if detail["type"] in _NO_SHAPE and place[-2:] in _SHAPES:
        return _SHAPES[place[-2:]]
    return _HINTS.get(detail["type"], "").format(**context) or None


def _input(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        count = len(cast("list[object]", value))
        return "an empty list" if count == 0 else "a list"
    return f"`{_shown(value)}`"


def _shown(value: object) -> str:
    text = str(value)
    text = text if text.isascii() and text.isprintable() else ascii(text)[1:-1]
    return text if len(text) <= 60 else text[:60] + "…"  # noqa: PLR2004
