"""Every kind of wrong spec: where the error stands, what it says, and what would be right.

The mark ``‸`` stands in front of the place, in the order in which the errors are told.
"""

from __future__ import annotations

import pytest

from fastscaffold.errors import Message, SpecError
from fastscaffold.model.ends import Target
from fastscaffold.model.names import derive_names
from fastscaffold.model.resolve import resolve
from fastscaffold.spec.loader import ParsedSpec, load_inline, load_text
from fastscaffold.spec.models import NamingSpec

MARK = "‸"
KNOWN = {"customers": Target(derive_names("customers", NamingSpec()), "uuid")}
FIELDS = "feature: x\nfields:\n  a: "
RELATIONS = "feature: x\nfields: {a: str}\nrelations:\n  c: "
REST = "feature: x\nfields: {a: int, b: str, c: json}\n"

# The text; for each error its code, a part of the message, and a part of the hint.
YAML = [
    # Not YAML.
    (FIELDS + "‸{type: str\n  b: int\n", "yaml", "`{` is never closed", "`}`"),
    (FIELDS + "{type: enum, values: ‸[a, b\n  b: int\n", "yaml", "`[` is never closed", "`]`"),
    (FIELDS + "{type: str unique‸: true}", "yaml", "a comma or `}`", "commas"),
    (FIELDS + "‸'str:uniqe\n", "yaml", "quote is never closed", "Close it"),
    (FIELDS + r'{type: str, pattern: "^‸\d"}', "yaml", "escape is unknown", "single quotes"),
    (FIELDS + "{type: str, pattern: ‸@x}", "yaml", "no value starts", "Quote"),
    (FIELDS + "str\n ‸b: int\n", "yaml", "no key is expected", "same column"),
    (FIELDS + "str\n   b‸: int\n", "yaml", "a colon makes no key", "indent"),
    ("feature: x\n‸\tfields: {a: str}", "yaml", "a tab", "spaces"),
    ("feature: x\n‸fields\nnaming: {}\n", "yaml", "a key needs a colon", "`key: value`"),
    (FIELDS + "{type: str, description: ‸*}", "yaml", "`*` and `&`", "Quote"),
    (FIELDS + "‸&b str", "yaml", "Anchors", "Write the value out"),
    (FIELDS + "‸*b", "yaml", "Aliases", "Write the value out"),
    (FIELDS + "‸!!str str", "yaml", "Tags", "Leave the tag out"),
    (FIELDS + "{‸<<: {type: str}}", "yaml", "Merge keys", "entries out"),
    (FIELDS + "{‸[b]: str}", "yaml", "plain word", "`name: value`"),
    (FIELDS + "str\n‸---\nfeature: y\n", "yaml", "one YAML document", "`---`"),
    (FIELDS + "str‸\x1b", "yaml", "control character (U+001B)", "\\u001b"),
    (FIELDS + "'str:description=‸\u2028'", "yaml", "control character (U+2028)", "\\u2028"),
    (FIELDS + "{type: int, ge: ‸.inf}", "yaml", "finite", "number"),
    (FIELDS + "str\n  ‸a: int\n", "duplicate-key", "stands twice", "line 3"),
    # The frame.
    ("‸", "yaml", "empty", "version: 1"),
    ("‸- feature: x\n", "yaml", "a mapping", "version: 1"),
    ("‸version: 1\n", "no-feature", "has no feature", "feature: orders"),
    ("‸name: books\nfields: {a: str}\n", "no-feature", "name of the feature", "`feature: books`"),
    ("version: 1\n‸name: books\nbehaviours: {}\nfields: {a: str}\n", "no-feature", "`feature`", "in the place of `name`"),
    ("‸fields: {a: str}\n", "no-feature", "name of the feature", "`feature: orders`"),
    ("‸name: [books]\nfields: {a: str}\n", "no-feature", "name of the feature", "`feature: orders`"),
    ("version: ‸2\n" + FIELDS + "str", "version", "unknown version", "`version: 1`"),
    ("feature: y\n‸features: {x: {fields: {a: str}}}", "both-forms", "not both", "below `features`"),
    ("features: ‸[x]\n", "invalid-value", "mapping of names", "features: {orders"),
    ("features: {x: ‸5}\n", "invalid-value", "is a mapping", "fields: {name: str}"),
    ("features: {x: {fields: {a: str}}}\n‸feature_: 1", "unknown-key", "top level", "`feature`"),
    ("feature: ‸[x]\n", "invalid-value", "name of the feature", "feature: orders"),
    ("feature: ‸my orders\nfields: {a: str}", "name", "is not a name", "`my_orders`"),
    ("feature: ‸email\nfields: {a: str}", "reserved-name", "standard library", "`emails`"),
    ("feature: ‸x\n", "no-fields", "has no fields", "fields: {name: str}"),
    (FIELDS + "str\n‸behaviors: {}", "unknown-key", "not a key here", "`behaviours`"),
    (FIELDS + "str\n‸b: ref(pets)", "unknown-key", "not a key here", "one of `relations`"),
    (FIELDS + "str\n‸b: datetime?", "unknown-key", "not a key here", "one of `fields`"),
    # Fields.
    (FIELDS + "{type: str, ‸required: true}", "unknown-key", "not a key", "leave this out"),
    (FIELDS + "{type: str, ‸max: 80}", "unknown-key", "not a key", "`max_length` for text"),
    (FIELDS + "‸decimla(12,2)", "unknown-type", "`decimla` is not", "`decimal`"),
    (FIELDS + "{type: ‸decimla}", "unknown-type", "`decimla` is not", "`decimal`"),
    (FIELDS + "{type: ‸VARCHAR}", "unknown-type", "`VARCHAR` is not", "`str`"),
    (FIELDS + "{type: ‸qqq}", "unknown-type", "`qqq` is not", "Field types are str"),
    (FIELDS + "‸5", "invalid-value", "should be a mapping", "str(40)"),
    (FIELDS + "‸{unique: true}", "missing-key", "`type` is missing", "Field types are"),
    (FIELDS + "{type: str, ‸uniqe: true}", "unknown-key", "`uniqe` is not a key", "`unique`"),
    (FIELDS + "'str(40):‸uniqe'", "unknown-modifier", "`uniqe` is not", "`unique`"),
    (FIELDS + "'str:description=''it''''s'':‸uniqe'", "unknown-modifier", "`uniqe`", "`unique`"),
    (FIELDS + '"str:pattern=\'\\\\d\':‸uniqe"', "unknown-modifier", "`uniqe`", "`unique`"),
    (FIELDS + "{type: str, unique: ‸yes}", "invalid-value", "true or false", "without quotes"),
    (FIELDS + "{type: str, max_length: ‸'40'}", "invalid-value", "whole number", "without quotes"),
    (FIELDS + "{type: str, max_length: ‸4.5}", "invalid-value", "whole number", "fraction"),
    (FIELDS + "{type: str, description: ‸5}", "invalid-value", "should be text", "quotes"),
    (FIELDS + "{type: enum, values: ‸a}", "invalid-value", "should be a list", "[a, b]"),
    (FIELDS + "{type: enum, values: [a, ‸5]}", "invalid-value", "An item of `values`", "quotes"),
    (FIELDS + "{type: str, ‸precision: 4}", "misplaced", "does not take `precision`", "max_length"),
    (FIELDS + "{type: json, ‸sort: true}", "misplaced", "cannot have `sort`", "Leave it out"),
    (FIELDS + "{type: str, max_length: ‸5000}", "invalid-value", "at most 4,000", "`text`"),
    (FIELDS + "{type: str, min_length: ‸9, max_length: 8}", "invalid-value", "greater than", "8 or less"),
    (FIELDS + "{type: str, pattern: ‸'('}", "invalid-value", "pattern is not valid", "Look-around"),
    (FIELDS + "{type: int, gt: ‸5, lt: 5}", "invalid-value", "No value fits", "Widen"),
    (FIELDS + "{type: int, gt: ‸1, ge: 1}", "invalid-value", "exclude each other", "Keep one"),
    (FIELDS + "{type: int, ge: ‸1.5}", "invalid-value", "multiple of 1", "Write a multiple"),
    (FIELDS + "{type: decimal, scale: ‸13}", "invalid-value", "at most `precision`", "12 or less"),
    (FIELDS + "{type: decimal, precision: ‸40}", "invalid-value", "1 to 18", "SQLite"),
    (FIELDS + "{type: enum, values: [a, b, ‸a]}", "invalid-value", "given twice", "Keep one"),
    (FIELDS + "{type: enum, values: [draft, paid], default: ‸drft}", "invalid-value", "default", "`draft`"),
    (FIELDS + "{type: date, default: ‸soon}", "invalid-value", "default is not valid", "`now`"),
    (FIELDS + "{type: int, examples: [1, ‸x]}", "invalid-value", "example is not valid", "leave it out"),
    (FIELDS + "{type: list, items: ‸date}", "unsupported", "date", "str, int"),
    (FIELDS + "{type: int, read_only: ‸true}", "invalid-value", "needs a default", "Nobody"),
    (FIELDS + "{type: int, unique: true, default: ‸1}", "invalid-value", "same default", "Leave"),
    ("feature: x\nfields: {‸漢字: str}", "name", "not allowed", "a-z"),
    ("feature: x\nfields: {itemCount: int, ‸item_count: int}", "duplicate-name", "twice", "rename"),
    ("feature: x\nfields: {‸id: int}", "reserved-name", "of its own", "leave it out"),
    ("feature: x\nfields: {‸model_config: int}", "reserved-name", "pydantic", "`config_value`"),
    ("feature: x\nfields: {‸a__b: int}", "reserved-name", "separates", "`a_b`"),
    ("feature: x\nfields: {a: ‸ref(customers)}", "invalid-value", "under `relations`", "Move it"),
    # Relations.
    (RELATIONS + "{kind: ‸has_one, to: customers}", "unknown-kind", "`has_one`", "`one_to_one`"),
    (RELATIONS + "{kind: ‸belongsto, to: customers}", "unknown-kind", "belongsto", "`belongs_to`"),
    (RELATIONS + "‸foreign_key(customers)", "unknown-type", "foreign_key", "`many_to_one`"),
    (RELATIONS + "‸{kind: ref}", "missing-key", "`to` is missing", "the other end"),
    (RELATIONS + "‸{to: customers}", "missing-key", "`kind` is missing", "many_to_one"),
    (RELATIONS + "ref(‸custmers)", "unknown-target", "no feature `custmers`", "`customers`"),
    (RELATIONS + "{kind: ref, to: ‸custmers}", "unknown-target", "`custmers`", "`customers`"),
    (RELATIONS + "{kind: ref, to: customers, on_delete: ‸cascad}", "invalid-value", "one of", "`cascade`"),
    (RELATIONS + "ref(customers):on_delete=‸protect", "invalid-value", "one of", "`restrict`"),
    (RELATIONS + "ref(customers):on_delete=‸delete", "invalid-value", "one of", "`cascade`"),
    (RELATIONS + "ref(customers):on_delete=‸set_null", "invalid-value", "nullable", "restrict"),
    (RELATIONS + "ref(customers):‸serch", "unknown-modifier", "of a relation", "Modifiers"),
    ("feature: x\nrelations: {‸p: ref(x)}", "invalid-value", "refers to its own", "nullable"),
    ("feature: x\nrelations: {‸c_id: ref(customers)}", "name", "c_id_id", "`c`"),
    # The rest.
    (REST + "naming: {table: ‸a b}", "name", "is not a name", "`a_b`"),
    (REST + "naming: {path: ‸orders}", "path", "not a path", "/sales-orders"),
    (REST + "naming: {class: ‸order}", "name", "name of a class", "OrderLine"),
    ("feature: ‸customer\nfields: {a: str}", "name-clash", "share the class", "naming: {class"),
    (REST + "primary_key: {type: ‸str}", "invalid-value", "one of 'uuid'", "uuid"),
    (REST + "behaviours: {‸timestamp: true}", "unknown-key", "`timestamp`", "`timestamps`"),
    (REST + "api: {sort: [‸zz]}", "unknown-field", "not a field of `x`", "Fields are a"),
    (REST + "api: {sort: [a, ‸c]}", "misplaced", "cannot sort", "Leave it out"),
    (REST + "api: {page_size: {default: ‸50, max: 20}}", "invalid-value", "greater than", "raise `max`"),
    (REST + "api: {page_size: {max: ‸5000}}", "invalid-value", "at most 1000", "1000 or less"),
    (REST + "api: {permissions: {list: ‸everybody}}", "invalid-value", "no permission", "public"),
    (REST + "api: {permissions: {list: ‸admin}}", "needs-auth", "needs users", "auth"),
    (REST + "api: {permissions: {‸lst: admin}}", "unknown-key", "`lst`", "`list`"),
]  # fmt: skip

INLINE = [
    ("a‸", "inline-no-type", "has no type", "`a:str`"),
    ("a:‸ date", "inline-no-type", "A blank stands after the colon of `a`", "`a:date`"),
    ("a:‸ decimal(12,2)?=0:ge=0 b:int", "inline-no-type", "after the colon", "`a:decimal(12,2)?`"),
    ("a:‸ date:index", "inline-no-type", "after the colon", "`a:date`"),
    ("a:‸\tref(customers)", "inline-no-type", "after the colon", "`a:ref(customers)`"),
    ("a:‸ dat", "inline-no-type", "after the colon", "`a:dat`"),
    ("a:‸ b:str", "inline-no-type", "`a` has no type", "look like"),
    ("a:‸ date:date", "inline-no-type", "`a` has no type", "look like"),
    ("a:‸\nb:str", "inline-no-type", "`a` has no type", "look like"),
    ("‸:str", "inline", "field name is expected", "look like"),
    ("a:‸strr", "unknown-type", "`strr` is not", "`str`"),
    ("a:‸password", "unknown-type", "`password` is not", "`secret`"),
    ("a:str‸(40", "inline", "never closed", "Close it"),
    ("a:int(‸4)", "inline", "takes none", "`int` alone"),
    ("a:str(‸x)", "inline", "whole number", "max_length=40"),
    ("a:str=‸'x", "inline", "never closed", "doubled"),
    ("a:str:‸uniqe", "unknown-modifier", "`uniqe`", "`unique`"),
    ("a:time=10:‸30", "unknown-modifier", "`30`", "Quote a value"),
    ("c:ref(customers)=‸1", "inline", "no default", "`?`"),
    ("c:ref(‸custmers)", "unknown-target", "no feature", "`customers`"),
    ("a:str ‸a:int", "duplicate-name", "twice", "Keep one"),
    ("a:int:‸precision=4", "misplaced", "does not take", "It takes"),
    ("a:str\nb:str ‸字:int", "name", "not allowed", "a-z"),
]  # fmt: skip


def errors(parsed: ParsedSpec) -> tuple[Message, ...]:
    with pytest.raises(SpecError) as caught:
        resolve(parsed, KNOWN)
    return caught.value.messages


def marked(text: str) -> tuple[str, int, int]:
    """Take the mark out; give its line and column."""
    before = text.partition(MARK)[0]
    return text.replace(MARK, ""), before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize(("text", "code", "message", "hint"), YAML)
def test_yaml(text: str, code: str, message: str, hint: str) -> None:
    clean, line, column = marked(text)
    (error,) = errors(load_text(clean, "spec.yaml"))
    assert (error.path, error.line, error.column) == ("spec.yaml", line, column)
    assert error.code == f"spec.{code}"
    assert message in error.message
    assert hint in (error.hint or "")
    assert error.excerpt is not None
    assert error.excerpt.text == clean.split("\n")[line - 1]
    assert error.excerpt.start == column - 1
    assert error.excerpt.length >= 1


@pytest.mark.parametrize(("text", "code", "message", "hint"), INLINE)
def test_inline(text: str, code: str, message: str, hint: str) -> None:
    clean, _, _ = marked(text)
    offset = text.index(MARK)
    (error,) = errors(load_inline("things", ["z:int", clean]))
    assert (error.path, error.line, error.column) == ("--fields", 2, offset + 1)
    assert error.code == f"spec.{code}"
    assert message in error.message
    assert hint in (error.hint or "")
    assert error.excerpt is not None
    line = text.count("\n", 0, offset)
    assert error.excerpt.text == clean.split("\n")[line]
    assert error.excerpt.start == offset - (text.rfind("\n", 0, offset) + 1)


@pytest.mark.parametrize("name", ["or ders", "email", "9", "", "x" * 70])
def test_name(name: str) -> None:
    (error,) = errors(load_inline(name, ["a:str"]))
    assert (error.path, error.line, error.column) == ("NAME", None, None)
    assert error.hint
    assert error.excerpt is not None
    assert (error.excerpt.text, error.excerpt.start) == (name, 0)


def test_each_feature_is_checked_though_others_are_broken() -> None:
    text = """features:
  customers:
    fields:
      name: strr
      9: str
  orders:
    fields:
      total: {type: decimal, scale: 2
      number: 'str
      paid: bol
      note: text
    relations:
      customer: ref(costumers)
      other: ref(customers)
    api: {sort: [total, paid, nothing], filter: [note]}
  lines:
    fields: {quantity: 'int:precision=4'}
    relations: {order: ref(orders), label: ref(lables)}
    behaviours: {soft: true}
  labels: &x
    fields: {a: str}
"""
    found = errors(load_text(text, "s"))
    assert [(error.line, error.column, error.code[5:]) for error in found] == [
        (4, 13, "unknown-type"),
        (5, 7, "name"),
        (8, 14, "yaml"),
        (9, 15, "yaml"),
        (10, 13, "unknown-type"),
        (13, 21, "unknown-target"),
        (15, 31, "unknown-field"),
        (17, 29, "misplaced"),
        (18, 48, "unknown-target"),
        (19, 18, "unknown-key"),
        (20, 11, "yaml"),
    ]
    assert all(error.hint for error in found)


def test_a_feature_without_its_name_is_read_all_the_same() -> None:
    text = "name: books\nfields:\n  title: strr\nextra: 1\n"
    assert [(error.line, error.column, error.code) for error in errors(load_text(text, "s"))] == [
        (1, 1, "spec.no-feature"),
        (3, 10, "spec.unknown-type"),
        (4, 1, "spec.unknown-key"),
    ]


def test_a_name_alone_is_no_feature() -> None:
    codes = [error.code for error in errors(load_text("name: books\n", "s"))]
    assert codes == ["spec.unknown-key", "spec.no-feature"]


@pytest.mark.parametrize(
    ("relation", "hint"),
    [
        ("ref(nope)", "Known features are customers. Add"),
        ("ref(nope)?", "Known features are customers, x. Add"),
    ],
)
def test_the_feature_itself_is_offered_where_it_may_refer_to_itself(relation, hint) -> None:
    (error,) = errors(load_text(f"{RELATIONS}{relation}", "s"))
    assert (error.hint or "").startswith(hint)


def test_where_there_is_no_other_feature_none_is_named() -> None:
    with pytest.raises(SpecError) as caught:
        resolve(load_inline("x", ["a:str", "f:ref(nope)"]), {})
    assert caught.value.messages[0].hint == "Add the other one first, or both in one spec."


def test_what_was_left_out_is_not_missed() -> None:
    """A field that is not YAML is no unknown field, and its feature is not without fields."""
    text = "feature: x\nfields:\n  a: {type: str\napi: {sort: [a, b]}\n"
    assert [(error.line, error.code) for error in errors(load_text(text, "s"))] == [
        (3, "spec.yaml"),
        (4, "spec.unknown-field"),
    ]


def test_what_is_left_empty_by_an_error_is_none_of_its_own() -> None:
    text = "feature: x\nfields: {a: str}\nbehaviours:\n  timestamps: @no\n"
    assert [(error.line, error.code) for error in errors(load_text(text, "s"))] == [
        (4, "spec.yaml")
    ]


def test_errors_of_a_large_file_are_short() -> None:
    """A line of a mebibyte with many errors is not repeated with each of them."""
    fields = ", ".join(f"a{number}: strr" for number in range(200))
    found = errors(load_text(f"feature: x\nfields: {{{fields}}}\n", "s"))
    assert len(found) == 200
    assert all(error.excerpt and len(error.excerpt.text) < 300 for error in found)
    assert all(error.excerpt.text[error.excerpt.start :].startswith("strr") for error in found)  # type: ignore[union-attr]
