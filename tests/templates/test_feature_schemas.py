from __future__ import annotations

import pytest
from support.resources import resources_of

from fastscaffold.generators.feature_schemas import SchemasView, schemas_view


def schemas(field: str) -> SchemasView:
    (resource,) = resources_of(f"feature: things\nfields:\n  some_data: {field}\n")
    return schemas_view(resource, "app")


@pytest.mark.parametrize(
    ("default", "value"),
    [
        ("{days: [1, 2], open: true}", '{"days": [1, 2], "open": True}'),
        ("[{a: null}]", '[{"a": None}]'),
    ],
)
def test_json_with_content_has_its_type_where_the_default_is_made(default: str, value: str) -> None:
    """``dict[str, bool]`` is no ``dict[str, JsonValue]``, so checkers need to be told."""
    view = schemas(f"{{type: json, default: {default}}}")

    assert view.aliases == (f"DEFAULT_SOME_DATA: JsonDocument = {value}",)
    assert view.create == ("some_data: JsonData = DEFAULT_SOME_DATA",)
    assert any("JsonDocument" in line for line in view.imports)


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("{type: json, default: {}}", "some_data: JsonData = Field(default={})"),
        ("{type: json, default: []}", "some_data: JsonData = Field(default=[])"),
        ("{type: json, nullable: true}", "some_data: JsonData | None = None"),
    ],
)
def test_other_json_needs_no_name(field: str, written: str) -> None:
    assert schemas(field).aliases == ()
    assert schemas(field).create == (written,)


def test_json_with_content_that_only_the_server_sets_is_made_by_the_model() -> None:
    view = schemas("{type: json, read_only: true, default: {open: true}}")

    assert view.aliases == view.create == ()
