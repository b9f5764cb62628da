from __future__ import annotations

import keyword

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase

from fastscaffold.model import reserved
from fastscaffold.model.names import (
    FEATURE_LENGTH,
    FieldName,
    NameProblem,
    camel_case,
    check_name,
    constraint_name,
    derive_names,
    feature_problem,
    field_name,
    naming_problems,
    stored_name,
)
from fastscaffold.model.plurals import UNCOUNTABLE, plural, singular, uncountable
from fastscaffold.spec.models import NamingSpec

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
GOLD = """
status statuses | news news | series series | person people | address addresses | bus buses | analysis analyses
order_item order_items | datum data | metadata metadata | child children | category categories | box boxes
day days | leaf leaves | life lives | hero heroes | photo photos | criterion criteria | index indices
quiz quizzes | sheep sheep | staff staff | equipment equipment | feedback feedback | man men | woman women
foot feet | medium mediums | invoice_line invoice_lines | tax taxes | price prices | warehouse warehouses
company companies | policy policies | key keys | currency currencies | branch branches | city cities
country countries | inventory inventories | process processes | class classes | alias aliases | campus campuses
virus viruses | bonus bonuses | lens lenses | cache caches | movie movies | cookie cookies | house houses
cause causes | response responses | release releases | course courses | purchase purchases | expense expenses
license licenses | size sizes | schedule schedules | sales_person sales_people | user_address user_addresses
product_category product_categories | entry entries | match matches | wish wishes | stock stocks | fee fees
""".replace("\n", " | ").split("|")


@pytest.mark.parametrize("pair", [pair.strip() for pair in GOLD if pair.strip()])
def test_plurals(pair: str) -> None:
    one, many = pair.split()
    assert (plural(one), singular(many)) == (many, one)
    assert (plural(many), singular(one)) == (many, one)


def test_what_nobody_says_a_of():
    labels = ["equipment", "office equipment", "series", "equipment room", "stock"]
    assert [label for label in labels if uncountable(label)] == labels[:2]


def test_what_is_not_counted_is_called_as_its_features_are():
    assert [word for word in UNCOUNTABLE if singular(word) != word] == []


@pytest.mark.parametrize(
    ("feature", "names"),
    [
        ("orders", ("order", "Order", "orders", "/orders", "order", "orders")),
        (
            "order_lines",
            ("order_line", "OrderLine", "order_lines", "/order-lines", "order line", "order lines"),
        ),
        ("order", ("order", "Order", "order", "/order", "order", "orders")),
        ("news", ("news", "News", "news", "/news", "news", "news")),
        ("people", ("person", "Person", "people", "/people", "person", "people")),
        ("classes", ("class_record", "ClassRecord", "classes", "/classes", "class", "classes")),
        ("pages", ("page_record", "PageRecord", "pages", "/pages", "page", "pages")),
        ("fields", ("field_record", "FieldRecord", "fields", "/fields", "field", "fields")),
        (
            "factories",
            ("factory_record", "FactoryRecord", "factories", "/factories", "factory", "factories"),
        ),
        ("lists", ("list_record", "ListRecord", "lists", "/lists", "list", "lists")),
        (
            "sessions",
            ("session_record", "SessionRecord", "sessions", "/sessions", "session", "sessions"),
        ),
        ("statuses", ("status", "Status", "statuses", "/statuses", "status", "statuses")),
    ],
)
def test_derived_names(feature: str, names: tuple[str, ...]) -> None:
    derived = derive_names(feature, NamingSpec())
    found = (
        derived.singular,
        derived.class_name,
        derived.table,
        derived.path,
        derived.label,
        derived.label_plural,
    )
    assert found == names
    assert derived.feature == feature


def test_naming_overrides() -> None:
    naming = NamingSpec.model_validate(
        {"singular": "sale", "class": "SalesOrder", "table": "sales", "path": "/so"}
    )
    derived = derive_names("orders", naming)
    assert (derived.singular, derived.class_name, derived.table, derived.path) == (
        "sale",
        "SalesOrder",
        "sales",
        "/so",
    )
    assert not list(naming_problems(naming))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("singular", "Order"), ("singular", "class"), ("singular", "session"), ("singular", ""),
        ("class", "order"), ("class", "Base"), ("class", "Order Line"), ("class", "A\u0301"), ("class", "A\nB"),
        ("table", "sales orders"), ("table", "x;drop table y"), ("table", "T"), ("table", "a" * 64),
        ("path", "orders"), ("path", "/"), ("path", "/../x"), ("path", "/a/b"), ("path", "/{id}"), ("path", "/docs"),
    ],
)  # fmt: skip
def test_naming_is_checked(key: str, value: str) -> None:
    (problem,) = naming_problems(NamingSpec.model_validate({key: value}))
    assert problem.key == key
    assert problem.hint


@pytest.mark.parametrize(
    "name",
    [
        "", "../../x", "/etc/passwd", "__import__('os')", '"""', "'", "{{ x }}", "{% raw %}", "${x}", "a b", "a.b", "a;b",
        "1st", "_private", "__dunder__", "-x", "a\nb", "a\x00b", "a\u200bb", "\u043erders", "\ufb01eld", "na\u00efve",
        "\uff41", "a" * 64, "a" * 100_000, "\U0001f600", "a\u202eb", "CON:", "\u0131d",
    ],
)  # fmt: skip
def test_bad_names_are_refused(name: str) -> None:
    problem = check_name(name)
    assert isinstance(problem, NameProblem)
    assert problem.message.isprintable()
    assert len(problem.message) < 200
    assert problem.hint


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("orders", "orders"), ("OrderLines", "order_lines"), ("order-lines", "order_lines"), ("orderLines", "order_lines"),
        ("HTTPServers", "http_servers"), ("Order-Lines", "order_lines"), ("a", "a"), ("x2y", "x2y"), ("ORDERS", "orders"),
        ("Order_Lines", "order_lines"),
    ],
)  # fmt: skip
def test_names_are_normalised(text: str, name: str) -> None:
    assert check_name(text) == name


@given(st.text(max_size=80))
def test_any_text_is_a_name_or_refused(text: str) -> None:
    result = check_name(text)
    if isinstance(result, str):
        assert result.isidentifier()
        assert result.isascii()
        assert len(result) <= 63


@pytest.mark.parametrize(
    "name",
    [
        "docs",
        "health",
        "ready",
        "auth",
        "openapi",
        "class",
        "import",
        "async",
        "json",
        "email",
        "types",
    ],
)
def test_features_that_may_not_be_called_so(name: str) -> None:
    problem = feature_problem(name)
    assert problem is not None
    proposal = problem.hint.split("`")[1]
    assert feature_problem(proposal) is None


def test_the_longest_name_of_a_feature() -> None:
    assert feature_problem("a" * FEATURE_LENGTH) is None
    problem = feature_problem("a" * (FEATURE_LENGTH + 1))
    assert problem is not None
    assert "40 characters" in problem.message


@pytest.mark.parametrize(
    ("feature", "label", "label_plural"),
    [
        ("quarterly_revenue_adjustment_entries", "adjustment entry", "adjustment entries"),
        ("a" * 30, "row", "rows"),
        ("check_ins", "check-in", "check-ins"),
        ("customer_sign_ups", "customer sign-up", "customer sign-ups"),
    ],
)
def test_prose_has_the_words_of_a_name_or_the_last_of_them(
    feature: str, label: str, label_plural: str
) -> None:
    derived = derive_names(feature, NamingSpec())
    assert (derived.label, derived.label_plural) == (label, label_plural)


@pytest.mark.parametrize(
    "name", ["orders", "users", "items", "news", "order", "groups", "tables", "emails", "status"]
)
def test_features_that_may(name: str) -> None:
    assert feature_problem(name) is None


@pytest.mark.parametrize("name", sorted(reserved.RENAMED_FIELDS))
def test_awkward_fields_get_an_underscore(name: str) -> None:
    found = field_name(name, timestamps=True)
    if name == "id":
        assert isinstance(found, NameProblem)
        return
    assert found == FieldName(f"{name}_", name, name)
    assert not keyword.iskeyword(f"{name}_")


@pytest.mark.parametrize(
    "name", ["name", "title", "user_id", "select", "order", "group", "model_name", "value", "key"]
)
def test_fields_that_keep_their_name(name: str) -> None:
    assert field_name(name, timestamps=True) == FieldName(name, name, name)


@pytest.mark.parametrize(
    "name",
    ["id", "created_at", "updated_at", "model_config", "model_dump", "model_validate_x", "a__b"],
)
def test_fields_that_are_refused(name: str) -> None:
    problem = field_name(name, timestamps=True)
    assert isinstance(problem, NameProblem)
    assert problem.hint


def test_timestamp_names_are_free_without_timestamps() -> None:
    assert field_name("created_at", timestamps=False) == FieldName(
        "created_at", "created_at", "created_at"
    )


@pytest.mark.parametrize(
    "base", [BaseModel, type(BaseModel), DeclarativeBase, type(DeclarativeBase)]
)
def test_every_public_attribute_of_base_classes_is_taken_care_of(base: type) -> None:
    for name in dir(base):
        if not name.startswith("_"):
            assert (
                isinstance(field_name(name, timestamps=True), NameProblem)
                or name in reserved.RENAMED_FIELDS
            ), name


def test_camel_case() -> None:
    assert [camel_case(name) for name in ("a", "order_line", "x2_y", "class_")] == [
        "A",
        "OrderLine",
        "X2Y",
        "Class",
    ]


@pytest.mark.parametrize("length", [5, 20, 30, 60])
def test_constraint_names_are_those_of_the_convention(length: int) -> None:
    table, column, other = "t" * length, "c" * length, "o" * length
    metadata = sa.MetaData(naming_convention=CONVENTION)
    sa.Table(other, metadata, sa.Column("id", sa.Integer, primary_key=True))
    made = sa.Table(
        table,
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(column, sa.Integer, sa.ForeignKey(f"{other}.id"), unique=True),
        sa.Column("second", sa.Integer, index=True),
        sa.CheckConstraint("second > 0", name="status"),
    )
    prepare = postgresql.dialect().identifier_preparer
    stored = {prepare.format_constraint(item) for item in made.constraints}
    stored |= {prepare.format_index(item) for item in made.indexes}
    expected = {
        constraint_name("pk", table, ()),
        constraint_name("uq", table, [column]),
        constraint_name("fk", table, [column, other]),
        constraint_name("ix", table, ["second"]),
        constraint_name("ck", table, ["status"]),
    }
    assert stored == {stored_name(name) for name in expected}
    assert all(len(name) <= 63 for name in stored)
