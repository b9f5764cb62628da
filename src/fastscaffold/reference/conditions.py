"""What each field type and each kind of relation takes, as conditions of a JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fastscaffold.fields.base import CONSTRAINTS
from fastscaffold.spec.models import RelationSpec
from fastscaffold.spec.vocabulary import (
    BOUNDS,
    INTEGER_TYPES,
    RELATION_ALIASES,
    RELATION_KEYS,
    TYPE_ALIASES,
)

if TYPE_CHECKING:
    from fastscaffold.fields.base import FieldType

Schema = Mapping[str, object]

_NUMBER: Schema = {
    "type": "string",
    "pattern": r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$",
}
_NUMERIC: Schema = {"anyOf": [{"type": "number"}, _NUMBER]}
_WHOLE: Schema = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^[+-]?[0-9]+$"}]}
_JSON_TEXT: Schema = {"type": "string"}
# How values of a type are written in YAML; those of all other types are text.
_VALUES: dict[str, Schema] = {
    **dict.fromkeys(INTEGER_TYPES, _WHOLE),
    "float": _NUMERIC,
    "decimal": _NUMERIC,
    "bool": {"enum": [True, False, "true", "false"]},
    "json": {"anyOf": [{"type": ["object", "array"]}, _JSON_TEXT]},
    "list": {"anyOf": [{"type": "array"}, _JSON_TEXT]},
}


def field_conditions(types: Mapping[str, FieldType]) -> list[Schema]:
    """Give what each field type takes, and what excludes each other whatever the type."""
    both: Schema = {"properties": {"read_only": {"const": True}}, "required": ["read_only"]}
    refused: Schema = {"properties": {"immutable": {"const": False}}}
    found: list[Schema] = [{"if": both, "then": refused}]
    for name, kind in types.items():
        then = {"properties": {**_misplaced(kind), **_values(kind)}}
        found.append({"if": _is("type", name, TYPE_ALIASES), "then": then})
    return found


def relation_conditions() -> list[Schema]:
    """Give what each kind of relation takes."""
    found: list[Schema] = []
    for kind, keys in RELATION_KEYS.items():
        refused = [key for key in RelationSpec.model_fields if key not in {"kind", "to", *keys}]
        then = {"properties": dict.fromkeys(refused, False)}
        found.append({"if": _is("kind", kind, RELATION_ALIASES), "then": then})
    return found


def _is(key: str, word: str, aliases: Mapping[str, str]) -> Schema:
    words = [word, *(alias for alias, meant in aliases.items() if meant == word)]
    return {"properties": {key: {"enum": words}}, "required": [key]}


def _misplaced(kind: FieldType) -> dict[str, object]:
    """Constraints that the type does not take, and flags that it cannot have."""
    found: dict[str, object] = {key: False for key in CONSTRAINTS if key not in kind.constraints}
    return found | {flag: {"const": False} for flag in kind.impossible()}


def _values(kind: FieldType) -> dict[str, object]:
    value = _VALUES.get(kind.name, {"type": "string"})
    words: list[Schema] = [{"enum": [word]} for word in kind.words()]
    described: dict[str, object] = {
        "default": {"anyOf": [value, *words, {"type": "null"}]},
        "examples": {"items": value},
    }
    number = _WHOLE if kind.name in INTEGER_TYPES else _NUMERIC
    return described | {
        key: {"anyOf": [number, {"type": "null"}]} for key in BOUNDS if key in kind.constraints
    }
