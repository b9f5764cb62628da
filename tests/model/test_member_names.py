"""A field may be called otherwise in Python, in its table and in JSON."""

from __future__ import annotations

import pytest

from fastscaffold.errors import SpecError
from fastscaffold.migrations.plan import operations_for
from fastscaffold.model.resolve import resolve
from fastscaffold.spec.loader import load_inline, load_text


def test_three_names() -> None:
    (resource,) = resolve(
        load_inline("things", ["kind:str:column=Type:alias=kind-of", "class:int:alias=form"]), {}
    ).resources
    assert [(item.name, item.column_name, item.alias) for item in resource.fields] == [
        ("kind", "Type", "kind-of"),
        ("class_", "class", "form"),
    ]


def test_the_notice_names_all_three() -> None:
    (notice,) = resolve(load_inline("things", ["class:int:column=c:alias=form"]), {}).notices
    assert notice.message == "`class` is `class_` in Python, and `form` in JSON, and `c` in SQL."


def test_lists_are_told_fields_by_their_names_in_the_spec() -> None:
    text = (
        "feature: things\n"
        "fields: {kind: {type: str, column: type, alias: kindOf}}\n"
        "api: {filter: [kind], sort: [kind], search: [kind]}"
    )
    api = resolve(load_text(text, "s"), {}).resources[0].api
    assert (api.filter, api.sort, api.search) == (("kind",), ("kind",), ("kind",))


def test_migrations_know_the_column() -> None:
    resource = resolve(
        load_inline("things", ["kind:str:column=type:unique", "a:enum(x,y):column=b:index"]), {}
    ).resources[0]
    table, index = operations_for([resource])
    assert [column.name for column in table.columns][1:3] == ["type", "b"]
    assert [item.name for item in table.uniques] == ["uq_things_type"]
    assert (index.name, index.columns) == ("ix_things_b", ("b",))
    assert 'name="b"' in table.columns[2].type.text


def test_names_that_a_behaviour_would_need_are_free_without_it() -> None:
    text = (
        "feature: a\nfields: {b: {type: str, column: created_at}}\nbehaviours: {timestamps: false}"
    )
    assert resolve(load_text(text, "s"), {}).resources[0].fields[0].column_name == "created_at"


@pytest.mark.parametrize(
    ("field", "code", "message"),
    [
        ("a: {type: str, column: a b}", "spec.name", "`a b` is not a name of a column"),
        ("a: {type: str, column: 1a}", "spec.name", "`1a` is not a name of a column"),
        ("a: {type: str, column: ''}", "spec.name", "is not a name of a column"),
        ('a: {type: str, column: "a\\nb"}', "spec.name", "is not a name of a column"),
        ("a: {type: str, column: " + "a" * 64 + "}", "spec.name", "is not a name of a column"),
        ("a: {type: str, column: XMIN}", "spec.reserved-name", "PostgreSQL has one"),
        ("a: {type: str, alias: a__gt}", "spec.name", "`a__gt` is not a name in JSON"),
        ("a: {type: str, alias: -a}", "spec.name", "is not a name in JSON"),
        ("a: {type: str, alias: 'a\"b'}", "spec.name", "is not a name in JSON"),
        ("a: {type: str, alias: ''}", "spec.name", "is not a name in JSON"),
        ("a: {type: str, column: ID}", "spec.name-clash", "both would be `ID` in the table"),
        ("a: {type: str, column: updated_at}", "spec.name-clash", "in the table"),
        ("a: {type: str, column: owner_id}", "spec.name-clash", "in the table"),
        ("a: {type: str, column: place_id}", "spec.name-clash", "clashes with `place`"),
        ("a: {type: str, alias: id}", "spec.name-clash", "both would be `id` in JSON"),
        ("a: {type: str, alias: created_at}", "spec.name-clash", "in JSON"),
        ("a: {type: str, alias: owner_id}", "spec.name-clash", "in JSON"),
        ("a: {type: str, alias: place_id}", "spec.name-clash", "in JSON"),
        ("a: {type: str, column: Other}", "spec.name-clash", "both would be `other` in the table"),
        ("a: {type: str, alias: other}", "spec.name-clash", "both would be `other` in JSON"),
        ("a: {type: str, filter: true, alias: page}", "spec.reserved-name", "a parameter `page`"),
        ("sort: {type: str, filter: true, alias: a}", "spec.reserved-name", "a parameter `sort`"),
        ("xmin: str", "spec.reserved-name", "PostgreSQL has one"),
    ],
)
def test_names_that_are_taken_or_none(field: str, code: str, message: str) -> None:
    text = (
        "features:\n"
        "  places: {fields: {name: str}}\n"
        "  things:\n"
        f"    fields: {{{field}, other: int}}\n"
        "    relations: {place: {kind: ref, to: places}}\n"
        "    behaviours: {ownership: true}\n"
    )
    with pytest.raises(SpecError) as caught:
        resolve(load_text(text, "s"), {}, ["auth"])
    (found,) = caught.value.messages
    assert (found.code, found.line) == (code, 4)
    assert message in found.message
    assert found.hint
