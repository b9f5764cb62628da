"""The JSON Schema of a spec file, from the models and the field types, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fastscaffold.fields.loader import field_types
from fastscaffold.model.names import CLASS_NAME, PATH
from fastscaffold.model.permissions import PERMISSION
from fastscaffold.reference.conditions import field_conditions, relation_conditions
from fastscaffold.spec.assemble import MAX_FIELDS
from fastscaffold.spec.identifiers import MAX_LENGTH, NAME
from fastscaffold.spec.loader import MAX_FEATURES
from fastscaffold.spec.models import FeatureSpec
from fastscaffold.spec.vocabulary import (
    RELATION_ALIASES,
    RELATION_KINDS,
    TYPE_ALIASES,
    TYPE_NAMES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Schema = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# It names the language; there is nothing to be fetched from it.
IDENTIFIER = "urn:fastscaffold:spec:1"

# What a name may be given as: dashes and capitals are turned into what it has to be.
_GIVEN_NAME = {"type": "string", "pattern": rf"^[A-Za-z][A-Za-z0-9_-]{{0,{MAX_LENGTH - 1}}}$"}
_ONE_EXAMPLE = {"version": 1, "feature": "notes", "fields": {"title": "str(120):search"}}
_MANY_EXAMPLE = {
    "version": 1,
    "features": {
        "customers": {"fields": {"email": {"type": "email", "unique": True}}},
        "orders": {
            "fields": {"number": "str(40):unique"},
            "relations": {"customer": {"kind": "many_to_one", "to": "customers"}},
        },
    },
}


def json_schema() -> Schema:
    """Give the JSON Schema of the YAML form, one feature or many."""
    feature = cast("Schema", FeatureSpec.model_json_schema(by_alias=True))
    definitions = cast("dict[str, Schema]", feature.pop("$defs"))
    properties = cast("dict[str, Schema]", feature["properties"])
    name = {**properties.pop("feature"), **_GIVEN_NAME, "examples": ["orders"]}
    _members(properties, definitions)
    _refine(definitions)
    for schema in (*definitions.values(), *properties.values()):
        _plain(schema)
    text = cast("str", feature["description"])
    body = {"type": "object", "additionalProperties": False}
    definitions["Feature"] = {**body, "description": text, "properties": properties}
    version = {"const": 1, "default": 1, "description": "Version of the spec language."}
    features = {
        "type": "object",
        "description": "Several features that are resolved together: name to feature.",
        "minProperties": 1,
        "maxProperties": MAX_FEATURES,
        "propertyNames": _GIVEN_NAME,
        "additionalProperties": {"$ref": "#/$defs/Feature"},
    }
    one = {"version": version, "feature": name, **properties}
    many = {"version": version, "features": features}
    return {
        "$schema": DIALECT,
        "$id": IDENTIFIER,
        "title": "fastscaffold spec",
        "description": "Features of a FastAPI project: one, or many by name.",
        "type": "object",
        # An editor completes what stands here, whichever form is begun.
        "properties": {"version": version, "feature": name, "features": features},
        "if": {"required": ["features"]},
        "then": {**body, "properties": many},
        "else": {**body, "properties": one, "required": ["feature"]},
        "examples": [_ONE_EXAMPLE, _MANY_EXAMPLE],
        "$defs": definitions,
    }


def _members(properties: dict[str, Schema], definitions: dict[str, Schema]) -> None:
    """Fields and relations are mappings, or the inline text of their type."""
    types, kinds = (*TYPE_NAMES, *TYPE_ALIASES), (*RELATION_ALIASES, *RELATION_KINDS)
    definitions["InlineField"] = _inline(
        "A field type and what is to be said about it: type(arguments)?=default:modifier=value.",
        types,
        ["str(40):unique", "decimal(12,2)=0:ge=0", "enum(draft,paid)=draft:filter", "text?"],
        bare=True,
    )
    definitions["InlineRelation"] = _inline(
        "A kind of relation and the feature at the other end: kind(feature)?:modifier=value.",
        kinds,
        ["ref(customers)", "ref(customers)?:on_delete=set_null"],
    )
    for key, word in (("fields", "Field"), ("relations", "Relation")):
        definitions[word] = {
            "description": f"A {word.lower()}: a mapping, or inline text.",
            # The type of the value decides which of them an editor tells the errors of.
            "if": {"type": "string"},
            "then": {"$ref": f"#/$defs/Inline{word}"},
            "else": {"$ref": f"#/$defs/{word}Spec"},
        }
        properties[key] |= {
            "propertyNames": _GIVEN_NAME,
            "maxProperties": MAX_FIELDS,
            "additionalProperties": {"$ref": f"#/$defs/{word}"},
        }


def _inline(
    description: str, words: Iterable[str], examples: list[str], *, bare: bool = False
) -> Schema:
    known = list(words)
    more = r"(?:[(?=:][\s\S]*)?" if bare else r"\s*\([\s\S]*"
    text: Schema = {"type": "string", "pattern": rf"^\s*(?:{'|'.join(known)}){more}\s*$"}
    # The bare words are there to be completed.
    alternatives: list[Schema] = [{"enum": known}, text] if bare else [text]
    return {"description": description, "anyOf": alternatives, "examples": examples}


def _refine(definitions: dict[str, Schema]) -> None:
    """Say what the models leave to the code behind them."""
    field, relation = definitions["FieldSpec"], definitions["RelationSpec"]
    _accept(_property(field, "type"), TYPE_ALIASES)
    _accept(_property(relation, "kind"), RELATION_ALIASES)
    field["allOf"] = field_conditions(field_types())
    relation["allOf"] = relation_conditions()
    _property(relation, "to").update(_GIVEN_NAME)
    naming = definitions["NamingSpec"]
    for key, pattern in (
        ("singular", NAME.pattern),
        ("table", NAME.pattern),
        ("class", CLASS_NAME.pattern),
        ("path", PATH.pattern),
    ):
        _property(naming, key)["pattern"] = f"^(?:{pattern})$"
    permissions = _property(definitions["ApiSpec"], "permissions")
    permissions["additionalProperties"] = {
        "description": "Who may call the operation.",
        "anyOf": [
            {"enum": ["public", "authenticated", "owner", "admin"]},
            {"type": "string", "pattern": f"^{PERMISSION.pattern}$"},
        ],
        "examples": ["role:sales"],
    }


def _property(definition: Schema, key: str) -> Schema:
    return cast("dict[str, Schema]", definition["properties"])[key]


def _accept(word: Schema, aliases: Mapping[str, str]) -> None:
    """Add the aliases that are accepted on input to the words of a property."""
    words = cast("list[str]", word["enum"])
    word["enum"] = [*words, *aliases]


def _plain(schema: object) -> None:
    """Take out what only repeats a key: titles, and null where it stands for nothing said."""
    if isinstance(schema, list):
        for item in cast("list[object]", schema):
            _plain(item)
    if not isinstance(schema, dict):
        return
    node = cast("Schema", schema)
    if isinstance(node.get("title"), str):
        del node["title"]
    if node.get("default", ...) is None:
        del node["default"]
    for value in node.values():
        _plain(value)
