from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from support.specs import spec_files

from fastscaffold.fields.base import CONSTRAINTS
from fastscaffold.fields.loader import field_types
from fastscaffold.queries import spec_reference
from fastscaffold.reference.schema import json_schema
from fastscaffold.spec import models
from fastscaffold.spec.nodes import Mapping, Scalar, read_yaml, resolve_scalar
from fastscaffold.spec.vocabulary import (
    RELATION_ALIASES,
    RELATION_KEYS,
    RELATION_KINDS,
    TYPE_ALIASES,
    TYPE_NAMES,
)

if TYPE_CHECKING:
    from fastscaffold.spec.nodes import Node

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
MODELS = [
    model
    for model in vars(models).values()
    if isinstance(model, type) and issubclass(model, models.SpecModel)
]


def plain(node: Node | None) -> object:
    """What an editor makes of YAML, by the rules of version 1.2."""
    if isinstance(node, Scalar):
        return resolve_scalar(node)
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    return None if node is None else [plain(item) for item in node.items]


def read(text: str) -> object:
    return plain(read_yaml(text)[0])


def field(**data: object) -> object:
    return {"feature": "x", "fields": {"a": data}}


def relation(**data: object) -> object:
    return {"feature": "x", "relations": {"a": {"to": "y", **data}}}


def test_is_a_schema_of_its_dialect() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"]
    assert SCHEMA["title"]
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_are_valid(path: Path) -> None:
    VALIDATOR.validate(read(path.read_text()))


def test_its_own_examples_are_valid() -> None:
    for example in SCHEMA["examples"]:  # type: ignore[attr-defined]
        VALIDATOR.validate(example)


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(spec_files())
def test_random_specs_are_valid(text: str) -> None:
    VALIDATOR.validate(read(text))


@pytest.mark.parametrize(
    "spec",
    [
        {},
        [],
        {"feature": "x", "fields": {"a": {"typ": "str"}}},
        field(type="strr"),
        {"feature": "x", "fields": {"a": 5}},
        {"feature": "x", "fields": {"a": "strr"}},
        {"feature": "x", "fields": {"a": "strings(40)"}},
        {"feature": "x", "fields": {"a": "ref(customers)"}},
        {"feature": "x", "fields": {"a b": "str"}},
        {"feature": "x", "relations": {"a": "str"}},
        {"feature": "x", "relations": {"a": "ref"}},
        {"feature": "x", "features": {}},
        {"features": {}},
        {"features": {"x": {"feature": "x"}}},
        {"features": {"x": {"fields": {"a": {"type": "int", "precision": 3}}}}},
        {"version": 2, "feature": "x"},
        {"feature": "../x"},
        {"feature": "x", "behaviors": {}},
        {"feature": "x", "naming": {"path": "orders"}},
        {"feature": "x", "naming": {"class": "order"}},
        {"feature": "x", "naming": {"table": "Orders"}},
        {"feature": "x", "primary_key": {"type": "str"}},
        {"feature": "x", "constraints": {"index": [{"unique": True}]}},
        {"feature": "x", "constraints": {"check": [{"sql": "a > 0"}]}},
        {"feature": "x", "behaviours": {"timestamps": "no"}},
        {"feature": "x", "api": {"pagination": "pages"}},
        {"feature": "x", "api": {"operations": ["lst"]}},
        {"feature": "x", "api": {"page_size": {"max": 5000}}},
        {"feature": "x", "api": {"permissions": {"list": "everybody"}}},
        {"feature": "x", "api": {"permissions": {"lst": "admin"}}},
        {"feature": "x", "api": {"cache": {}}},
        field(type="int", default="x"),
        field(type="int", ge=1.5),
        field(type="bool", default=1),
        field(type="date", default=5),
        field(type="json", search=True),
        field(type="bool", unique=True),
        field(type="str", read_only=True, immutable=True),
        field(type="float", examples=["x"]),
        relation(kind="has_one"),
        relation(kind="ref", cascade="delete_orphan"),
        relation(kind="one_to_many", on_delete="cascade"),
        relation(kind="ref", on_delete="cascad"),
    ],
    ids=str,
)
def test_wrong_specs_are_not(spec: object) -> None:
    assert not VALIDATOR.is_valid(spec)


@pytest.mark.parametrize(
    "spec",
    [
        field(type="numeric", precision=4, scale=2, default="0.10", ge=0),
        field(type="datetime", default="now"),
        field(type="json", default={"a": [1]}, search=False),
        field(type="list", items="int", default=[]),
        field(type="int", default="5", examples=[1, 2]),
        field(type="str", default=None),
        {"feature": "OrderLines", "fields": {"unit-price": "decimal(12,2)=0:ge=0"}},
        {"feature": "x", "fields": {"a": " str "}},
        {"feature": "x", "fields": {"a": "str?"}},
        {"feature": "x", "fields": {"a": "enum(a, 'b c')=a:filter"}},
        {"feature": "x", "relations": {"a": "belongs_to(y)?:on_delete=set_null"}},
        {"feature": "x", "api": {"permissions": {"list": "role:sales", "get": "public"}}},
        relation(kind="one_to_many", cascade="delete_orphan"),
    ],
    ids=str,
)
def test_right_specs_are(spec: object) -> None:
    VALIDATOR.validate(spec)


@pytest.mark.parametrize("name", list(field_types()))
def test_constraints_of_other_types_are_flagged(name: str) -> None:
    """An editor says so of each key that the command would refuse, for aliases as well."""
    samples = {"pattern": "x", "values": ["a", "b"], "items": "str"}
    words = [name, *(alias for alias, meant in TYPE_ALIASES.items() if meant == name)]
    for word in words:
        for key in CONSTRAINTS:
            spec = field(type=word, **{key: samples.get(key, 2)})
            assert VALIDATOR.is_valid(spec) == (key in field_types()[name].constraints), spec


def test_every_word_and_key_is_there() -> None:
    definitions = SCHEMA["$defs"]
    for model in MODELS:
        if model in {models.SpecModel, models.FeatureSpec}:
            continue
        schema = definitions[model.__name__]  # type: ignore[index]
        assert schema["additionalProperties"] is False
        keys = {info.alias or name for name, info in model.model_fields.items()}
        assert set(schema["properties"]) == keys
    field_words = definitions["FieldSpec"]["properties"]["type"]["enum"]  # type: ignore[index]
    assert set(field_words) == {*TYPE_NAMES, *TYPE_ALIASES}
    kinds = definitions["RelationSpec"]["properties"]["kind"]["enum"]  # type: ignore[index]
    assert set(kinds) == {*RELATION_KINDS, *RELATION_ALIASES}
    assert set(RELATION_KEYS) == set(RELATION_KINDS)
    assert {key for keys in RELATION_KEYS.values() for key in keys} == set(
        models.RelationSpec.model_fields
    ) - {"kind", "to"}


def test_everything_is_described() -> None:
    definitions = SCHEMA["$defs"]
    for name, schema in definitions.items():  # type: ignore[attr-defined]
        if name == "JsonValue":
            continue
        assert schema.get("description"), name
        for key, inner in schema.get("properties", {}).items():
            referred = definitions.get(inner.get("$ref", "").rpartition("/")[2], {})  # type: ignore[attr-defined]
            assert inner.get("description") or referred.get("description"), (name, key)


def test_the_page_is_what_the_command_prints() -> None:
    page = (ROOT / "docs" / "spec-reference.md").read_text()
    hint = "Write it anew: fastscaffold schema --format markdown > docs/spec-reference.md"
    assert page == spec_reference(), hint


def test_the_reference_names_every_key_and_word() -> None:
    text = spec_reference()
    words = {*TYPE_NAMES, *TYPE_ALIASES, *RELATION_KINDS, *RELATION_ALIASES}
    for model in MODELS:
        words |= {info.alias or name for name, info in model.model_fields.items()}
    assert [word for word in sorted(words - {"feature"}) if f"`{word}`" not in text] == []
