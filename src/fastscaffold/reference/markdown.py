"""The reference of the spec language as Markdown, from the models and the field types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from fastscaffold.fields.base import CONSTRAINTS
from fastscaffold.fields.loader import field_types
from fastscaffold.reference.schema import json_schema
from fastscaffold.spec.vocabulary import (
    FLAGS,
    RELATION_ALIASES,
    RELATION_KEYS,
    TYPE_ALIASES,
    TYPE_NAMES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Schema = dict[str, object]

_HEAD = """\
# Reference of the spec language

This page is what `fastscaffold schema --format markdown` prints: every key and every word of a
spec. What they are for, and how they go together, is told in [spec.md](spec.md).
"""
_NAMED = {
    "boolean": "`true`, `false`",
    "integer": "a whole number",
    "number": "a number",
    "object": "a mapping",
    "string": "text",
}
_ONE = ("const",)
_MANY = 10
# Heading, the definition in the schema, and where its keys stand.
_PARTS = (
    ("Keys of a feature", "Feature", "Below `features: {NAME: …}`, or beside `feature: NAME`."),
    ("Keys of a field", "FieldSpec", "Below `fields: {NAME: …}`, or inline as modifiers."),
    ("Keys of a relation", "RelationSpec", "Below `relations: {NAME: …}`, or inline as modifiers."),
    ("Naming", "NamingSpec", "Below `naming:`. What is left out is derived."),
    ("Primary key", "PrimaryKeySpec", "Below `primary_key:`."),
    ("Constraints", "ConstraintsSpec", "Below `constraints:`, over several columns."),
    ("An index", "IndexSpec", "An item of `constraints: {index: […]}`."),
    ("A check", "CheckSpec", "An item of `constraints: {check: […]}`."),
    ("Behaviours", "BehavioursSpec", "Below `behaviours:`."),
    ("API", "ApiSpec", "Below `api:`."),
    ("Page size", "PageSizeSpec", "Below `api: {page_size: …}`."),
    ("Cache", "CacheSpec", "Below `api: {cache: …}`."),
)


def reference() -> str:
    """Give the whole reference."""
    definitions = cast("dict[str, Schema]", json_schema()["$defs"])
    parts = [_HEAD, _types(), _kinds()]
    for heading, name, place in _PARTS:
        parts.append(f"## {heading}\n\n{place}\n\n{_keys(name, definitions)}")
    return "\n".join(parts)


def _types() -> str:
    known = field_types()
    rows: list[list[str]] = []
    for name in TYPE_NAMES:
        kind = known.get(name)
        if kind is None:
            rows.append([_code(name), "", "not supported yet", "", ""])
            continue
        takes = [key for key in CONSTRAINTS if key in kind.constraints]
        able = [flag for flag in FLAGS if flag not in kind.impossible()]
        rows.append(
            [
                _code(name),
                _codes(_aliases(TYPE_ALIASES, name)),
                _codes(takes),
                _codes(kind.words()),
                _codes(able),
            ]
        )
    head = ["type", "also", "constraints", "made with each row", "flags"]
    return f"## Field types\n\n{_table(head, rows)}"


def _kinds() -> str:
    rows = [
        [_code(kind), _codes(_aliases(RELATION_ALIASES, kind)), _codes(keys)]
        for kind, keys in RELATION_KEYS.items()
    ]
    return f"## Kinds of relations\n\n{_table(['kind', 'also', 'options'], rows)}"


def _aliases(aliases: Mapping[str, str], word: str) -> list[str]:
    return [alias for alias, meant in aliases.items() if meant == word]


def _keys(name: str, definitions: Mapping[str, Schema]) -> str:
    definition = definitions[name]
    required = cast("list[str]", definition.get("required", []))
    rows: list[list[str]] = []
    for key, schema in cast("dict[str, Schema]", definition["properties"]).items():
        default = "needed" if key in required else _default(schema)
        rows.append([_code(key), _values(schema), default, _meaning(schema, definitions)])
    return _table(["key", "values", "default", "meaning"], rows)


def _default(schema: Schema) -> str:
    value = schema.get("default")
    if value in (None, "") or isinstance(value, list | dict):
        return ""
    return _code(value if isinstance(value, str) else json.dumps(value))


def _meaning(schema: Schema, definitions: Mapping[str, Schema]) -> str:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return str(schema.get("description") or definitions.get(name, {}).get("description", ""))


def _values(schema: Schema) -> str:
    """Say in a few words which values a schema allows."""
    words = cast("list[str]", schema.get("enum") or [schema[key] for key in _ONE if key in schema])
    if words:
        return _codes(words) if len(words) <= _MANY else "one of the words above"
    if "anyOf" in schema:
        options = [_values(item) for item in cast("list[Schema]", schema["anyOf"])]
        if "a number" in options:
            options = [option for option in options if option != "a whole number"]
        return " or ".join(dict.fromkeys(option for option in options if option))
    if "$ref" in schema:
        return "a value" if str(schema["$ref"]).endswith("JsonValue") else "a mapping"
    return _of_type(schema)


def _of_type(schema: Schema) -> str:
    kind = str(schema.get("type"))
    if kind == "array":
        return f"a list: {_values(cast('Schema', schema['items']))} each"
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f"{low:,} to {high:,}"
    return _NAMED.get(kind, "")


def _code(text: str) -> str:
    return f"`{text}`"


def _codes(words: Iterable[str]) -> str:
    return ", ".join(map(_code, words))


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        "|" + "".join(f" {cell} |" if cell else " |" for cell in line) + "\n" for line in lines
    )
