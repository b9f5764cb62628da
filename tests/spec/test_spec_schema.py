from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from support.specs import spec_files

from fastscaffold.spec.schema import json_schema

VALIDATOR = jsonschema_rs.validator_for(json_schema())
EXAMPLES = Path(__file__).parents[2] / "examples"


def test_is_a_schema_of_its_dialect() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    jsonschema_rs.meta.validate(schema)
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("name", ["minimal", "shop", "everything"])
def test_examples_are_valid(name: str) -> None:
    VALIDATOR.validate(yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text()))


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(spec_files())
def test_random_specs_are_valid(text: str) -> None:
    VALIDATOR.validate(yaml.safe_load(text))


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"feature": "x", "fields": {"a": {"typ": "str"}}},
        {"feature": "x", "fields": {"a": {"type": "strr"}}},
        {"feature": "x", "fields": {"a": 5}},
        {"feature": "x", "features": {}},
        {"features": {"x": {"feature": "x"}}},
        {"version": 2, "feature": "x"},
        {"feature": "../x"},
    ],
)
def test_wrong_specs_are_not(spec: object) -> None:
    assert not VALIDATOR.is_valid(spec)
