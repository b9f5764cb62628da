"""The JSON Schema of a spec file, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fastscaffold.spec.identifiers import MAX_LENGTH
from fastscaffold.spec.models import FeatureSpec
from fastscaffold.spec.vocabulary import RELATION_ALIASES, TYPE_ALIASES

if TYPE_CHECKING:
    from collections.abc import Mapping

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAME = {"pattern": rf"^[A-Za-z][A-Za-z0-9_-]{{0,{MAX_LENGTH - 1}}}$"}


def json_schema() -> dict[str, object]:
    """Give the JSON Schema of the YAML form, one feature or many."""
    whole = cast("dict[str, object]", FeatureSpec.model_json_schema(by_alias=True))
    definitions = cast("dict[str, object]", whole.pop("$defs"))
    properties = cast("dict[str, object]", whole["properties"])
    definitions["Field"] = _or_inline("FieldSpec", "str(40):unique")
    definitions["Relation"] = _or_inline("RelationSpec", "ref(customers):on_delete=restrict")
    _accept(definitions, "FieldSpec", "type", TYPE_ALIASES)
    _accept(definitions, "RelationSpec", "kind", RELATION_ALIASES)
    for key, name in (("fields", "Field"), ("relations", "Relation")):
        member = cast("dict[str, object]", properties[key])
        member["additionalProperties"] = {"$ref": f"#/$defs/{name}"}
        member["propertyNames"] = _NAME
        member["maxProperties"] = 200
    feature = cast("dict[str, object]", properties.pop("feature"))
    body = {"type": "object", "additionalProperties": False, "properties": properties}
    definitions["Feature"] = {**body, "description": "A feature as the user wrote it."}
    version = {"const": 1, "default": 1, "description": "Version of the spec language."}
    one = {"version": version, "feature": {**feature, **_NAME}}
    many = {
        "version": version,
        "features": {
            "type": "object",
            "description": "Name to feature.",
            "minProperties": 1,
            "maxProperties": 500,
            "propertyNames": _NAME,
            "additionalProperties": {"$ref": "#/$defs/Feature"},
        },
    }
    return {
        "$schema": DIALECT,
        "title": "fastscaffold spec",
        "description": "Features of a FastAPI project: one, or many by name.",
        "anyOf": [
            {**body, "properties": {**one, **properties}, "required": ["feature"]},
            {**body, "properties": many, "required": ["features"]},
        ],
        "$defs": definitions,
    }


def _accept(
    definitions: dict[str, object], model: str, key: str, aliases: Mapping[str, str]
) -> None:
    """Add the aliases that are accepted on input to the words of a property."""
    properties = cast("dict[str, dict[str, dict[str, list[str]]]]", definitions[model])[
        "properties"
    ]
    properties[key]["enum"] = [*properties[key]["enum"], *aliases]


def _or_inline(model: str, example: str) -> dict[str, object]:
    text = {
        "type": "string",
        "minLength": 1,
        "description": "Inline notation: type(args)?=default:modifier=value.",
        "examples": [example],
    }
    return {"anyOf": [{"$ref": f"#/$defs/{model}"}, text]}
