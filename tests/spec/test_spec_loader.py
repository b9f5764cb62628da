from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.effort import bounded_effort, calls
from support.language import any_features
from support.specs import as_text, feature_specs, spec_features

from fastscaffold.errors import SpecError
from fastscaffold.spec.loader import load_text
from fastscaffold.spec.write import dump_feature

if TYPE_CHECKING:
    from fastscaffold.spec.models import FeatureSpec

EXAMPLES = Path(__file__).parents[2] / "examples"
HEAD = "feature: x\nfields:\n"


def errors(text: str | bytes) -> list[tuple[int | None, int | None, str, str]]:
    parsed = load_text(text, "spec.yaml")
    with pytest.raises(SpecError) as caught:
        parsed.raise_errors()
    assert all(message.path == "spec.yaml" for message in caught.value.messages)
    return [(m.line, m.column, m.code, m.message) for m in caught.value.messages]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "empty"),
        ("# only a comment\n", 1, 1, "empty"),
        ("~", 1, 1, "empty"),
        ("[]", 1, 1, "a spec is a mapping"),
        ("hello", 1, 1, "a spec is a mapping"),
        ("version: 1\n", 1, 1, "no feature"),
        ("version: 2\nfeature: x\nfields: {a: str}", 1, 10, "unknown version"),
        ("version: true\nfeature: x\nfields: {a: str}", 1, 10, "unknown version"),
        ("version: '1'\nfeature: x\nfields: {a: str}", 1, 10, "unknown version"),
        ("feature: x\nfeatures: {y: {}}\n", 2, 1, "not both"),
        ("features: []", 1, 11, "mapping of names"),
        ("features: {}", 1, 11, "mapping of names"),
        ("features: {x: 5}", 1, 15, "is a mapping with"),
        ("feature: [x]", 1, 10, "name of the feature"),
        ("feature: 5\nfields: {a: str}", 1, 10, "name of the feature"),
        ("features:\n  x:\n    fields: {a: str}\n    feature: y\n", 4, 5, "`feature` is not a key here"),
        ("features:\n  x:\n    fields: {a: str}\n    name: y\n", 4, 5, "`name` is not a key here"),
        ("feature: x\nfields: {a: &b str}", 2, 13, "anchors"),
        ("feature: x\nfields: {a: *b}", 2, 13, "aliases"),
        ("feature: x\nfields: {a: !!str b}", 2, 13, "tags"),
        ("feature: x\nfields: !!python/object:os.system {}", 2, 9, "tags"),
        ("feature: x\nfields: {<<: {a: str}}", 2, 10, "merge keys"),
        ("feature: x\nfields: {a: str, a: int}", 2, 18, "stands twice"),
        ("feature: x\nfields: {a: str}\n---\nfeature: y\n", 3, 1, "one yaml document"),
        ("feature: x\n\tfields: {a: str}", 2, 1, "tab"),
        ("feature: x\nfields: {a: str\n", 2, 9, "`{` is never closed"),
        ("feature: x\nfields: {[a]: str}", 2, 10, "plain word"),
        ("feature: x\nfields: {a: 'b}", 2, 13, "quote is never closed"),
        ("feature: x: y\n", 1, 11, "not yaml"),
        (HEAD + "  a: {type: int, ge: .inf}", 3, 22, "finite"),
        (HEAD + "  a: {type: int, ge: 1e999}", 3, 22, "finite"),
        (HEAD + "  a: {type: str, uniqe: true}", 3, 18, "`uniqe` is not a key here"),
        (HEAD + "  a: {unique: true}", 3, 6, "`type` is missing"),
        (HEAD + "  a: {type: strr}", 3, 13, "`strr` is not a field type"),
        (HEAD + "  a: strr", 3, 6, "`strr` is not a field type"),
        (HEAD + "  a: 'str:uniqe'", 3, 11, "`uniqe` is not a modifier"),
        (HEAD + "  a: 5", 3, 6, "`a` should be a mapping"),
        (HEAD + "  a: ref(y)", 3, 6, "belongs under `relations`"),
        (HEAD + "  a: {type: str, nullable: no}", 3, 28, "should be true or false, not `no`"),
        (HEAD + "  a: {type: str, max_length: '5'}", 3, 30, "should be a whole number"),
        (HEAD + "  a: {type: str, max_length: -1}", 3, 30, "at least 0"),
        (HEAD + "  a: {type: enum, values: []}", 3, 27, "a list of at least 1, not an empty list"),
        (HEAD + "  a: {type: enum, values: [1]}", 3, 28, "should be text"),
        (HEAD + "  a: {type: enum, values: x}", 3, 27, "should be a list"),
        (HEAD + "  a: {type: int, ge: [1]}", 3, 22, "number"),
        ("feature: x\nfields: [a]", 2, 9, "`fields` should be a mapping"),
        ("feature: x\nfields: {a: str}\nfoo: 1", 3, 1, "`foo` is not a key here"),
        ("feature: x\nfields: {a: str}\nbehaviours: {timestamp: true}", 3, 14, "`timestamp` is not a key"),
        ("feature: x\nfields: {a: str}\napi: {page_size: {max: 5000}}", 3, 24, "at most 1000"),
        ("feature: x\nfields: {a: str}\nprimary_key: {type: str}", 3, 21, "one of 'uuid'"),
        ("feature: x\nfields: {a: str}\nrelations: {b: {kind: many_to_one}}", 3, 16, "`to` is missing"),
        ("feature: x\nfields: {a: str}\nrelations: {b: {kind: has_one, to: y}}", 3, 23, "`has_one` is not a kind"),
        ("feature: ../../x\nfields: {a: str}", 1, 10, "is not a name"),
        ("feature: x\nfields: {'{{ x }}': str}", 2, 10, "is not a name"),
        ("feature: x\nfields: {a\u0301: str}", 2, 10, "combining acute accent"),
        ("feature: x\nfields: {\u0430: str}", 2, 10, "cyrillic"),
        ("feature: x\nfields: {'': str}", 2, 10, "name is missing"),
        ("feature: x\nfields: {" + "a" * 64 + ": str}", 2, 10, "longer than 63"),
        ("feature: x\nfields: {itemCount: int, item_count: int}", 2, 26, "given twice"),
        ("feature: x\x00\n", 1, 11, "control character (u+0000)"),
        ("feature: x\x1b[31m\n", 1, 11, "control character (u+001b)"),
        (b"feature: x\nfields: {a\xe9: str}", 2, 11, "not utf-8"),
        ("feature: x".encode("utf-16"), 1, 1, "not utf-8"),
    ],
)  # fmt: skip
def test_one_error(text: str | bytes, line: int, column: int, message: str) -> None:
    found = errors(text)
    assert len(found) == 1, found
    assert found[0][:2] == (line, column)
    assert message in found[0][3].lower() or message in found[0][3]


def test_unknown_keys_come_with_a_suggestion() -> None:
    parsed = load_text(
        HEAD + "  a: {type: str, uniqe: true}\n  b: {type: intt}\n  c: boool\n  d: {type: VarChar}",
        "s",
    )
    assert [error.hint for error in parsed.errors] == [
        "Did you mean `bool`?",
        "Did you mean `unique`?",
        "Did you mean `int`?",
        "Did you mean `str`?",
    ]


OVERLAPS = (
    "No constraint compares a row with others but `unique`: that is a rule by hand, which "
    "docs/changes.md of the project shows, with the lock that it takes."
)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("ownership: true", "`ownership` belongs under `behaviours:`."),
        ("soft_delete: true", "`soft_delete` belongs under `behaviours:`."),
        ("optimistic_lock: true", "`optimistic_lock` belongs under `behaviours:`."),
        ("permissions: {list: public}", "`permissions` belongs under `api:`."),
        ("operations: [list]", "`operations` belongs under `api:`."),
        ("pagination: cursor", "`pagination` belongs under `api:`."),
        ("unique: [[a]]", "`unique` belongs under `constraints:`."),
        ("indexes: []", "Did you mean `index`? It belongs under `constraints:`."),
        ("checks: []", "Did you mean `check`? It belongs under `constraints:`."),
        ("table: y", "`table` belongs under `naming:`."),
        ("ttl: 30", "`ttl` belongs under `api: cache:`."),
        ("nullable: true", "`nullable` belongs to an entry of `fields:`."),
        ("on_delete: cascade", "`on_delete` belongs to an entry of `relations:`."),
        ("constraints: {exclude: [[a]]}", OVERLAPS),
        ("constraints: {no_overlap: [a]}", OVERLAPS),
        ("exclude: [[a]]", OVERLAPS),
        ("api: {ttl: 30}", "`ttl` belongs under `api: cache:`."),
        ("api: {ownership: true}", "`ownership` belongs under `behaviours:`."),
        ("behaviours: {soft_deletes: true}", "Did you mean `soft_delete`?"),
        ("field: {}", "Did you mean `fields`?"),
        ("api: {permissions: {destroy: admin}}", "Did you mean `delete`?"),
        ("api: {permissions: {retrieve: admin}}", "Did you mean `get`?"),
        (
            "api: {permissions: {xyz: admin}}",
            "Keys here are list, get, create, update, delete, bulk_create.",
        ),
        ("api: {operations: [list, destroy]}", "Did you mean `delete`?"),
    ],
)
def test_hints_say_where_a_key_belongs(line: str, hint: str) -> None:
    parsed = load_text(f"feature: x\nfields: {{a: str}}\n{line}\n", "s")
    assert [error.hint for error in parsed.errors] == [hint]


def test_all_errors_at_once_in_the_order_of_the_text() -> None:
    text = (
        "version: 9\n"
        "features:\n"
        "  orders:\n"
        "    fields:\n"
        "      number: strr\n"
        "      total: {type: decimal, gee: 0}\n"
        "      total: int\n"
        "    behaviours: {soft_deletes: true}\n"
        "  class-:\n"
        "    fields: {a: {type: int, unique: 1}}\n"
        "top: 1\n"
    )
    assert [found[:3] for found in errors(text)] == [
        (1, 10, "spec.version"),
        (5, 15, "spec.unknown-type"),
        (6, 30, "spec.unknown-key"),
        (7, 7, "spec.duplicate-key"),
        (8, 18, "spec.unknown-key"),
        (10, 37, "spec.invalid-value"),
        (11, 1, "spec.unknown-key"),
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_features())
def test_whatever_can_be_said_of_a_feature_round_trips(spec: FeatureSpec) -> None:
    parsed = load_text(dump_feature(spec), "s")
    assert {error.code for error in parsed.errors} <= {"spec.unsupported"}
    assert parsed.features == (spec,)


def bomb() -> str:
    lines = ["a: &a [x, x]"]
    lines += [f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(20)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        bomb(),
        "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "? " * 100_000,
        "\n".join(" " * n + "a:" for n in range(1000)),
        HEAD + "".join(f"  f{n}: int\n" for n in range(10_000)),
        "features:\n" + "".join(f"  f{n}: {{fields: {{a: int}}}}\n" for n in range(501)),
        "x" * (1 << 20) + "y",
        HEAD + "  a: {type: json, default: " + "[" * 30 + "]" * 30 + "}",
        HEAD + "".join(f"  f{n}: int\n" for n in range(201)),
        "feature: x\nfields: {a: 'json=" + "[" * 100_000 + "'}",
        "feature: x\nfields: {a: {type: int, ge: " + "9" * 100_000 + "}}",
    ],
    ids=["bomb", "brackets", "braces", "dashes", "questions", "steps", "fields", "features", "large", "depth", "201",
         "inline", "digits"],
)  # fmt: skip
def test_hostile_texts_are_refused_quickly(text: str) -> None:
    with bounded_effort():
        assert errors(text)


def test_exactly_the_limits_are_fine() -> None:
    load_text(HEAD + "".join(f"  f{n}: int\n" for n in range(200)), "s").raise_errors()
    many = "features:\n" + "".join(f"  f{n}: {{fields: {{a: int}}}}\n" for n in range(500))
    load_text(many, "s").raise_errors()


def test_a_byte_order_mark_and_crlf_are_fine() -> None:
    parsed = load_text(b"\xef\xbb\xbfversion: 1\r\nfeature: x\r\nfields:\r\n  a: str\r\n", "s")
    assert not parsed.errors
    assert list(parsed.features[0].fields) == ["a"]


@pytest.mark.parametrize(
    "word",
    ["no", "yes", "on", "off", "y", "n", "NO", "12:30:00", "2026-01-01", "0o", "1_000", "0b1"],
)
def test_yaml_1_2_text(word: str) -> None:
    parsed = load_text(f"{HEAD}  a: {{type: str, default: {word}}}", "s")
    assert not parsed.errors
    assert parsed.features[0].fields["a"].default == word


@pytest.mark.parametrize(
    ("text", "value"),
    [("0x1F", 31), ("0o17", 15), ("017", 17), ("-5", -5), ("+5", 5), ("true", True), ("1.5", 1.5)],
)
def test_yaml_1_2_values(text: str, value: object) -> None:
    parsed = load_text(f"{HEAD}  a: {{type: str, default: {text}}}", "s")
    assert parsed.features[0].fields["a"].default == value


@pytest.mark.parametrize("text", ["0.10", "0", '"0.10"', "12345678901234567.89"])
def test_decimals_stay_exact(text: str) -> None:
    parsed = load_text(f"{HEAD}  a: {{type: decimal, default: {text}, ge: {text}}}", "s")
    field = parsed.features[0].fields["a"]
    assert field.default == field.ge == text.strip('"')


def test_names_are_normalised_and_told() -> None:
    parsed = load_text("feature: SalesOrders\nfields: {placed-at: datetime}", "s")
    assert parsed.features[0].name == "sales_orders"
    assert list(parsed.features[0].fields) == ["placed_at"]
    assert [(note.line, note.column, note.message) for note in parsed.notices] == [
        (1, 10, "`SalesOrders` becomes `sales_orders`."),
        (2, 10, "`placed-at` becomes `placed_at`."),
    ]


@pytest.mark.parametrize("name", ["minimal", "shop", "everything"])
def test_examples_round_trip(name: str) -> None:
    parsed = load_text((EXAMPLES / f"{name}.yaml").read_bytes(), name)
    parsed.raise_errors()
    for feature in parsed.features:
        text = dump_feature(feature)
        again = load_text(text, "again")
        again.raise_errors()
        assert again.features == (feature,)
        assert dump_feature(again.features[0]) == text


def test_dump_is_pleasant() -> None:
    text = "feature: notes\nfields: {title: 'str(80):unique', price: 'decimal(6,2)=0:gt=0'}\napi: {page_size: {max: 50}}"
    assert dump_feature(load_text(text, "s").features[0]) == (
        "version: 1\n"
        "feature: notes\n"
        "fields:\n"
        "  title: {type: str, max_length: 80, unique: true}\n"
        "  price: {type: decimal, precision: 6, scale: 2, gt: 0, default: '0'}\n"
        "api:\n"
        "  page_size: {max: 50}\n"
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(feature_specs())
def test_dump_round_trips(feature: object) -> None:
    text = dump_feature(feature)  # type: ignore[arg-type]
    parsed = load_text(text, "s")
    parsed.raise_errors()
    assert parsed.features == (feature,)


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(spec_features())
def test_files_of_many_features_load(features: tuple[object, ...]) -> None:
    parsed = load_text(as_text(features), "s")  # type: ignore[arg-type]
    parsed.raise_errors()
    assert parsed.features == features


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    parsed = load_text(data, "s")
    assert parsed.errors or parsed.features


def test_many_features_load_in_time_linear_in_their_number() -> None:
    field = '{type: str, min_length: 3, max_length: 40, pattern: "^SO-", unique: true, description: abc}'
    fields = "".join(f"      field_{n}: {field}\n" for n in range(8))

    def effort(features: int) -> int:
        parts = (f"  thing_{n}s:\n    fields:\n{fields}" for n in range(features))
        text = "features:\n" + "".join(parts)
        return calls(lambda: load_text(text, "s").raise_errors())

    effort(1)
    assert effort(80) < 2.2 * effort(40)
