from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inline import field_to_inline, relation_to_inline
from support.language import any_fields, any_relations
from support.specs import field_specs

from fastscaffold.spec.inline import parse_items, parse_type
from fastscaffold.spec.loader import load_inline
from fastscaffold.spec.models import FieldSpec, RelationSpec
from fastscaffold.spec.tokens import InlineError, quote


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a:str", {"type": "str"}),
        ("a:string", {"type": "str"}),
        ("a:integer", {"type": "int"}),
        ("a:boolean", {"type": "bool"}),
        ("a:numeric(6,3)", {"type": "decimal", "precision": 6, "scale": 3}),
        ("a:timestamp", {"type": "datetime"}),
        ("a:array(int)", {"type": "list", "items": "int"}),
        ("a:list(integer)", {"type": "list", "items": "int"}),
        ("a:str(40)", {"type": "str", "max_length": 40}),
        ("a:str( 40 )", {"type": "str", "max_length": 40}),
        ("a:str()", {"type": "str"}),
        ("a:str?", {"type": "str", "nullable": True}),
        ("a:str(40)?=x", {"type": "str", "max_length": 40, "nullable": True, "default": "x"}),
        ("a:str=''", {"type": "str", "default": ""}),
        ("a:str='it''s'", {"type": "str", "default": "it's"}),
        ('a:str="a ""b"" c"', {"type": "str", "default": 'a "b" c'}),
        (r"a:str='\n'", {"type": "str", "default": r"\n"}),
        ("a:str='x:y, z'", {"type": "str", "default": "x:y, z"}),
        ("a:int=-1:ge=-5:lt=10", {"type": "int", "default": -1, "ge": -5, "lt": 10}),
        ("a:decimal(12,2)=0.10:ge=0", {"type": "decimal", "precision": 12, "scale": 2, "default": "0.10", "ge": "0"}),
        ("a:bool=true", {"type": "bool", "default": True}),
        ("a:str=true", {"type": "str", "default": "true"}),
        ("a:enum(draft, 'on sale',\"a,b\")", {"type": "enum", "values": ("draft", "on sale", "a,b")}),
        ('a:json={"k": [1, 2]}', {"type": "json", "default": {"k": [1, 2]}}),
        ("a:list=[]", {"type": "list", "default": []}),
        ("a:str:unique:index:search", {"type": "str", "unique": True, "index": True, "search": True}),
        ("a:str:unique=false", {"type": "str"}),
        ("a:str:nullable", {"type": "str", "nullable": True}),
        ("a:str:pattern=^(a|b,c)[:,]$", {"type": "str", "pattern": "^(a|b,c)[:,]$"}),
        (r"a:str:pattern='\( :x'", {"type": "str", "pattern": r"\( :x"}),
        ("a:str:min_length=3", {"type": "str", "min_length": 3}),
        ('a:str:examples=["x", "y"]', {"type": "str", "examples": ("x", "y")}),
        ("a:str:description='What it is.'", {"type": "str", "description": "What it is."}),
    ],
)  # fmt: skip
def test_field(text: str, data: dict[str, object]) -> None:
    parsed = load_inline("things", [text])
    assert not parsed.errors
    assert parsed.features[0].fields["a"].model_dump(exclude_defaults=True) == data


@pytest.mark.parametrize("kind", ["ref", "references", "belongs_to", "many_to_one"])
def test_relation(kind: str) -> None:
    parsed = load_inline(
        "orders", [f"customer:{kind}(customers)?:on_delete=set_null:unique:index=false"]
    )
    assert not parsed.errors
    assert parsed.features[0].fields == {}
    assert parsed.features[0].relations["customer"].model_dump(exclude_defaults=True) == {
        "kind": "many_to_one",
        "to": "customers",
        "nullable": True,
        "on_delete": "set_null",
        "unique": True,
        "index": False,
    }


@pytest.mark.parametrize(
    "text", ["a:str b:int", "a:str,b:int", " a:str ,\n\tb:int, ", "a:str,,b:int"]
)
def test_separators(text: str) -> None:
    assert list(load_inline("things", [text]).features[0].fields) == ["a", "b"]


def test_several_texts_are_one_feature() -> None:
    assert list(load_inline("things", ["a:str b:int", "c:date"]).features[0].fields) == [
        "a",
        "b",
        "c",
    ]


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("a", 2, "has no type", "a:str"),
        ("a:", 3, "has no type", "look like"),
        ("a=str", 2, "has no type", "`a:str`"),
        ("a int(3)", 2, "has no type", "`a:int`"),
        ("date = text", 5, "has no type", "`date:text`"),
        ('{"a"', 5, "has no type", "look like"),
        ("c:ref = others", 6, "takes the feature", "ref(others)"),
        ("c:ref name:str", 6, "takes the feature", "ref(customers)"),
        ("a:int:max=3", 7, "not a modifier", "`le`, or `max_length` for text"),
        ("a:str:required", 7, "not a modifier", "leave this out"),
        (":str", 1, "field name is expected", "look like"),
        ("a:strr", 3, "`strr` is not a field type", "`str`"),
        ("a:file", 3, "not a field type", "`fastscaffold add uploads`"),
        ("a:Upload?", 3, "not a field type", "`upload_key:uuid?:read_only`"),
        ("a:colour", 3, "not a field type", "Field types are"),
        ("a:VARCHAR", 3, "not a field type", "`str`"),
        ("a:time=09:30:00", 11, "not a modifier", "Quote a value"),
        ("a:str(", 6, "never closed", None),
        ("a:str(x)", 7, "`max_length` is a whole number", None),
        ("a:str(1,2)", 9, "at most 1", None),
        ("a:int(4)", 7, "takes none", None),
        ("a:str(-1)", 7, "whole number", None),
        ("a:str(٣)", 7, "whole number", None),
        ("a:str=", 7, "value is missing", "''"),
        ("a:str='x", 7, "never closed", None),
        ("a:str='x'y", 10, "behind a closing quote", "Double"),
        ("a:str:uniqe", 7, "`uniqe` is not a modifier", "`unique`"),
        ("a:str:", 7, "modifier is missing", "Modifiers"),
        ("a:str:pattern", 14, "needs a value", "pattern="),
        ("a:str:pattern=(", 15, "never closed", "quotes"),
        ("a:str:pattern=a)", 16, "closes nothing", "quotes"),
        ("a:str:unique=yes", 14, "true or false", "alone"),
        ("a:str:unique:unique", 14, "given twice", "Keep one"),
        ("a:str(4):max_length=5", 21, "given twice", "Keep one"),
        ("a:str=x?", 7, None, None),
        ("a:str(3)x", 9, "not expected here", "order"),
        ("a:time=10:30", 11, "`30` is not a modifier", "colon"),
        ("a:enum(x y)", 10, "comma or a closing", "commas between"),
        ("a:str:examples=x", 16, "JSON list", "["),
        ("c:ref", 6, "takes the feature", "ref(customers)"),
        ("c:ref(x)=1", 10, "no default", None),
        ("c:ref(x):search", 10, "not a modifier of a relation", "on_delete"),
        ("a:str a:int", 7, "given twice", None),
        ("a-b:str a_b:int", 9, "given twice", None),
        ("1a:str", 1, "is not a name", "`a`"),
        ("ﬁeld:str", 1, "LATIN SMALL LIGATURE FI", "`field`"),
    ],
)
def test_errors_say_where(text: str, column: int, message: str | None, hint: str | None) -> None:
    parsed = load_inline("things", [text])
    if message is None:
        assert not parsed.errors
        return
    (error,) = parsed.errors
    assert message in error.message
    assert hint is None or hint in (error.hint or "")
    assert (error.path, error.line, error.column) == ("--fields", 1, column)


def test_a_type_behind_a_blank_is_no_field_of_its_own() -> None:
    errors = load_inline("things", ["name str age int"]).errors
    assert [error.hint for error in errors] == ["Write `name:str`.", "Write `age:int`."]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("email, unique", "Colons stand before modifiers: `email:unique`."),
        ("int:ge=0,le=10", "Colons stand before modifiers: `int:ge=0:le=10`."),
        ("str not null", "Colons stand before modifiers, such as `str:description=…`."),
        ("bool = false", "A default follows without a space: `bool=false`."),
        ("str:description=Hello world", "Quote a value that holds a space or a comma."),
        ("str=a, b", "Quote a value that holds a space or a comma."),
    ],
)
def test_text_behind_a_type(text: str, hint: str) -> None:
    with pytest.raises(InlineError) as caught:
        parse_type(text)
    assert caught.value.hint == hint


def test_all_errors_at_once_with_the_number_of_the_text() -> None:
    parsed = load_inline("things", ["a:strr b:int c:int:x", "d:date e:"])
    assert [(error.line, error.column) for error in parsed.errors] == [(1, 3), (1, 20), (2, 10)]
    assert list(parsed.features[0].fields) == ["b", "d"]


def test_a_type_alone() -> None:
    assert parse_type("str(40):unique").data == {"type": "str", "max_length": 40, "unique": True}
    with pytest.raises(InlineError, match="does not belong"):
        parse_type("str x")


@given(field_specs())
def test_round_trip(field: object) -> None:
    text = field_to_inline("a", field)  # type: ignore[arg-type]
    parsed = load_inline("things", [text])
    assert not parsed.errors
    assert parsed.features[0].fields["a"] == field


@settings(deadline=None)
@given(any_fields())
def test_whatever_can_be_said_of_a_field_round_trips(field: FieldSpec) -> None:
    text = field_to_inline("a", field)
    parsed = load_inline("things", [text])
    assert {error.code for error in parsed.errors} <= {"spec.unsupported"}, text
    assert parsed.features[0].fields["a"] == field


@settings(deadline=None)
@given(any_relations())
def test_whatever_can_be_said_of_a_relation_round_trips(relation: RelationSpec) -> None:
    text = relation_to_inline("a", relation)
    parsed = load_inline("things", [text])
    assert {error.code for error in parsed.errors} <= {"spec.unsupported"}, text
    assert parsed.features[0].relations["a"] == relation


@settings(deadline=None)
@given(st.lists(any_fields(), min_size=1, max_size=4), st.sampled_from([" ", ",", "\n", " , "]))
def test_fields_beside_each_other_round_trip(fields: list[FieldSpec], between: str) -> None:
    texts = [field_to_inline(f"f{number}", field) for number, field in enumerate(fields)]
    parsed = load_inline("things", [between.join(texts)])
    assert list(parsed.features[0].fields.values()) == fields


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20))
def test_any_value_round_trips(value: str) -> None:
    (item,), errors = parse_items(f"a:str={quote(value)}:unique")
    assert not errors
    assert item.data == {"type": "str", "default": value, "unique": True}
    (item,), errors = parse_items(f"a:enum({quote(value, argument=True)},x)")
    assert not errors
    assert item.data["values"] == [value, "x"]


@given(st.text(max_size=40))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    items, errors = parse_items(text)
    assert items or errors or not text.strip(" \t\r\n,")
    load_inline("things", [text])


@pytest.mark.parametrize("nullable", [True, False])
@pytest.mark.parametrize("on_delete", ["restrict", "cascade"])
def test_relation_round_trip(nullable: object, on_delete: str) -> None:
    relation = RelationSpec.model_validate(
        {
            "kind": "many_to_one",
            "to": "boxes",
            "nullable": nullable,
            "on_delete": on_delete,
            "filter": False,
        }
    )
    parsed = load_inline("things", [relation_to_inline("a", relation)])
    assert parsed.features[0].relations["a"] == relation


def test_an_error_about_the_name_is_not_placed_in_the_fields() -> None:
    (error,) = load_inline("or ders", ["a:str"]).errors
    assert (error.path, error.line, error.column) == ("NAME", None, None)
