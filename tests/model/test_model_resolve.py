from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from support.specs import as_text, spec_features

from fastscaffold.errors import SpecError
from fastscaffold.model.changes import describe_changes
from fastscaffold.model.ends import Target
from fastscaffold.model.graph import CycleError, in_order
from fastscaffold.model.names import derive_names
from fastscaffold.model.resolve import Resolution, resolve
from fastscaffold.spec.loader import load_inline, load_text
from fastscaffold.spec.models import FeatureSpec, NamingSpec

EXAMPLES = Path(__file__).parents[2] / "examples"
CUSTOMERS = Target(derive_names("customers", NamingSpec()), "int")
KNOWN = {"customers": CUSTOMERS}


def load(text: str, known: dict[str, Target] | None = None) -> Resolution:
    return resolve(load_text(text, "s"), KNOWN if known is None else known)


def orders(body: str) -> str:
    return f"feature: orders\nfields: {{number: str, total: decimal, data_: json}}\n{body}\n"


def test_shop_comes_in_the_order_of_its_references() -> None:
    result = resolve(load_text((EXAMPLES / "shop.yaml").read_bytes(), "shop"), {})
    names = [resource.names.feature for resource in result.resources]
    assert names == [spec.name for spec in result.specs]
    assert names.index("customers") < names.index("orders") < names.index("order_lines")
    lines = result.resources[names.index("order_lines")]
    assert [(item.name, item.field, item.on_delete) for item in lines.relations] == [
        ("order", "order_id", "cascade"),
        ("product", "product_id", "restrict"),
    ]
    assert lines.relations[0].target.names.table == "orders"


def test_everything_resolves_with_its_names_told() -> None:
    result = resolve(load_text((EXAMPLES / "everything.yaml").read_bytes(), "all"), {})
    events = next(item for item in result.resources if item.names.feature == "events")
    assert {
        (item.name, item.alias, item.column_name)
        for item in events.fields
        if item.name.endswith("_")
    } == {
        ("metadata_", "metadata", "metadata"),
        ("type_", "type", "type"),
        ("class_", "class", "class"),
    }
    assert len({item.type_name for item in events.fields}) == 18
    assert len(result.notices) == 4


def test_target_in_the_project() -> None:
    result = load("feature: orders\nrelations: {customer: {kind: ref, to: Customers}}")
    (relation,) = result.resources[0].relations
    assert relation.target == CUSTOMERS
    assert (relation.nullable, relation.index, relation.filter) == (False, True, True)


def test_a_file_wins_over_the_project() -> None:
    text = "features: {customers: {fields: {a: str}}, orders: {relations: {customer: {kind: ref, to: customers}}}}"
    result = load(text)
    assert result.resources[1].relations[0].target.key == "uuid"


def test_self_reference() -> None:
    result = load(
        "feature: nodes\nrelations: {parent: {kind: ref, to: nodes, nullable: true, on_delete: set_null}}"
    )
    assert result.resources[0].relations[0].target.names.feature == "nodes"


def test_unique_relations_need_no_other_index() -> None:
    result = load(
        "feature: orders\nrelations: {customer: {kind: ref, to: customers, unique: true}}"
    )
    assert (result.resources[0].relations[0].unique, result.resources[0].relations[0].index) == (
        True,
        False,
    )


def test_selections_merge() -> None:
    body = "api: {filter: [customer, total], sort: [number], search: [number]}\n"
    body += "relations: {customer: {kind: ref, to: customers, filter: false}}"
    resource = load(orders(body)).resources[0]
    assert resource.api.filter == ("total", "customer_id")
    assert resource.api.sort == resource.api.search == ("number",)
    assert [item.name for item in resource.fields if item.filter] == ["total"]
    assert resource.relations[0].filter


def test_unfilterable_relation() -> None:
    resource = load(
        orders("relations: {customer: {kind: ref, to: customers, filter: false}}")
    ).resources[0]
    assert resource.api.filter == ()


def test_singular_is_told() -> None:
    result = resolve(load_inline("order", ["a:str"]), {})
    (notice,) = result.notices
    assert notice.message == (
        "The feature is called `order`, as given, in the singular: "
        "its table is `order`, its path `/order`."
    )
    assert notice.hint == "Names of features are plural by convention: `orders`."
    names = result.resources[0].names
    assert (names.table, names.path, names.class_name) == ("order", "/order", "Order")


@pytest.mark.parametrize("name", ["orders", "order_items", "news", "series", "data", "people"])
def test_nothing_is_told_of_a_plural(name: str) -> None:
    notices = resolve(load_inline(name, ["a:str"]), {}).notices
    assert not [notice for notice in notices if notice.code == "spec.singular"]


def test_renamed_class_is_told() -> None:
    (notice,) = resolve(load_inline("pages", ["a:str"]), {}).notices
    assert "PageRecord" in notice.message


@pytest.mark.parametrize(
    ("text", "line", "column", "code", "message"),
    [
        ("feature: orders\nrelations: {c: {kind: ref, to: custmers}}", 2, 32, "spec.unknown-target", "no feature `custmers`"),
        ("feature: orders\nrelations: {c: {kind: ref, to: orders}}", 2, 13, "spec.invalid-value", "has to be nullable"),
        ("feature: orders\nrelations: {c: {kind: ref, to: customers, on_delete: set_null}}", 2, 54, "spec.invalid-value", "set_null"),
        ("feature: orders\nrelations: {customer_id: {kind: ref, to: customers}}", 2, 13, "spec.name", "customer_id_id"),
        ("feature: orders\nrelations: {" + "a" * 61 + ": {kind: ref, to: customers}}", 2, 13, "spec.name", "at most 60"),
        ("feature: orders\nfields: {c_id: int}\nrelations: {c: {kind: ref, to: customers}}", 2, 10, "spec.name-clash", "c_id"),
        ("feature: orders\nfields: {class: int, class_: int}", 2, 22, "spec.name-clash", "class_"),
        ("feature: orders\nfields: {id: int}", 2, 10, "spec.reserved-name", "of its own"),
        ("feature: orders\nfields: {created_at: datetime}", 2, 10, "spec.reserved-name", "of its own"),
        ("feature: orders\nfields: {model_config: int}", 2, 10, "spec.reserved-name", "pydantic"),
        ("feature: orders\nfields: {page: 'int:filter'}", 2, 10, "spec.reserved-name", "cannot be a filter"),
        ("feature: orders\n", 1, 10, "spec.no-fields", "no fields"),
        ("feature: docs\nfields: {a: str}", 1, 10, "spec.reserved-name", "path of the project"),
        ("feature: class\nfields: {a: str}", 1, 10, "spec.reserved-name", "keyword"),
        ("feature: x\nfields: {a: str}\nnaming: {table: 'a b'}", 3, 17, "spec.name", "is not a name"),
        ("feature: x\nfields: {a: str}\nnaming: {class: Customer}", 1, 10, "spec.name-clash", "share the class"),
        ("feature: customer\nfields: {a: str}", 1, 10, "spec.name-clash", "share the class"),
        ("feature: x\nfields: {a: str}\nnaming: {table: customers}", 1, 10, "spec.name-clash", "share the table"),
        ("feature: x\nfields: {a: str}\nnaming: {path: /customers}", 1, 10, "spec.name-clash", "share the path"),
        (orders("api: {filter: [totl]}"), 3, 16, "spec.unknown-field", "`totl` is not a field"),
        (orders("api: {sort: [data_]}"), 3, 14, "spec.misplaced", "cannot sort"),
        (orders("api: {search: [total]}"), 3, 16, "spec.misplaced", "cannot search"),
        (orders("api: {sort: [created_at]}\nbehaviours: {timestamps: false}"), 3, 14, "spec.unknown-field", "`created_at` is not a field"),
        (orders("api: {sort: [deleted_at]}\nbehaviours: {soft_delete: true}"), 3, 14, "spec.unknown-field", "`deleted_at` is not a field"),
        (orders("api: {operations: [get], sort: [number]}"), 3, 26, "spec.misplaced", "`list` is not among"),
        (orders("api: {operations: [get], pagination: cursor}"), 3, 26, "spec.misplaced", "`list` is not among"),
        ("feature: orders\nfields:\n  a: {type: int, filter: true}\napi: {operations: [get]}\n", 3, 18, "spec.misplaced", "`filter` is for lists"),
        (orders("api: {operations: [list], permissions: {get: public}}"), 3, 41, "spec.misplaced", "no operation `get`"),
        (orders("api: {permissions: {bulk_create: public}}"), 3, 21, "spec.misplaced", "no operation `bulk_create`"),
        ("feature: orders\nfields:\n  a: {type: text, sort: true}\napi: {pagination: cursor}\n", 3, 3, "spec.invalid-value", "too long for a cursor"),
        (orders("api: {page_size: {default: 50, max: 20}}"), 3, 28, "spec.invalid-value", "greater than `max`"),
    ],
)  # fmt: skip
def test_refused(text: str, line: int, column: int, code: str, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        load(text)
    (found,) = caught.value.messages
    assert (found.line, found.column, found.code) == (line, column, code)
    assert message in found.message


def test_unknown_target_suggests() -> None:
    with pytest.raises(SpecError) as caught:
        load("feature: orders\nrelations: {c: {kind: ref, to: custmers}}")
    assert caught.value.messages[0].hint == "Did you mean `customers`?"


def test_circles_are_refused_by_name() -> None:
    text = "features:\n" + "".join(
        f"  {name}: {{relations: {{r: {{kind: ref, to: {to}}}}}}}\n"
        for name, to in (("as_", "bs"), ("bs", "cs"), ("cs", "as_"))
    )
    with pytest.raises(SpecError) as caught:
        load(text)
    (found,) = caught.value.messages
    assert "as_ → bs → cs → as_" in found.message
    assert found.code == "spec.invalid-value"
    assert "nullable" in (found.hint or "")


def test_circles_are_opened_where_a_relation_is_nullable() -> None:
    text = """
features:
  outside: {relations: {b: {kind: ref, to: bs}}}
  cs: {relations: {a: {kind: ref, to: as_}}}
  bs: {relations: {c: {kind: ref, to: cs}, self: {kind: ref, to: bs, nullable: true}}}
  as_: {relations: {b: {kind: ref, to: bs, nullable: true}}}
"""
    result = load(text)
    assert [item.names.feature for item in result.resources] == ["as_", "cs", "bs", "outside"]
    deferred = {
        (item.names.feature, relation.name)
        for item in result.resources
        for relation in item.relations
        if relation.deferred
    }
    assert deferred == {("as_", "b")}


def test_features_that_refer_to_each_other_know_it() -> None:
    text = """
features:
  as_: {relations: {b: {kind: ref, to: bs, nullable: true}, c: {kind: ref, to: cs}}}
  bs: {relations: {a: {kind: ref, to: as_}}}
  cs: {fields: {x: int}}
"""
    (cs, first, second) = load(text).resources
    assert cs.names.feature == "cs"
    assert [item.mutual for item in (*first.relations, *second.relations)] == [True, False, True]


def test_errors_of_reading_and_meaning_come_together() -> None:
    text = (
        "features:\n"
        "  orders:\n"
        "    fields: {a: strr, b: 'int:max_length=3', c: str}\n"
        "    relations: {x: {kind: ref, to: nowhere}, y: {kind: ref, to: lines, nullable: maybe}}\n"
        "    api: {filter: [a, c, nope, y]}\n"
    )
    with pytest.raises(SpecError) as caught:
        load(text)
    assert [(item.line, item.column, item.code) for item in caught.value.messages] == [
        (3, 17, "spec.unknown-type"),
        (3, 31, "spec.misplaced"),
        (4, 36, "spec.unknown-target"),
        (4, 82, "spec.invalid-value"),
        (5, 26, "spec.unknown-field"),
    ]


def test_in_order_keeps_what_it_can() -> None:
    assert in_order({"b": ["a"], "a": [], "c": ["c", "x"]}) == ["a", "c", "b"]
    with pytest.raises(CycleError) as caught:
        in_order({"a": ["b"], "b": ["c"], "c": ["b"]})
    assert caught.value.path == ("b", "c", "b")


@pytest.mark.parametrize("names", ["abcd", "dcba", "bdac"])
def test_where_a_circle_is_opened_depends_on_nothing_else(names: str) -> None:
    references = {"a": ["b"], "b": ["c", "d"], "c": ["a"], "d": []}
    chosen = {name: references[name] for name in names}
    assert in_order(chosen, {("a", "b"), ("b", "c")}) == ["d", "a", "c", "b"]


@settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(spec_features())
def test_random_specs_resolve(features: tuple[FeatureSpec, ...]) -> None:
    result = load(as_text(features), {})
    done: set[str] = set()
    for resource in result.resources:
        targets = {item.target.names.feature for item in resource.relations}
        assert targets <= done | {resource.names.feature}
        done.add(resource.names.feature)
        names = [item.name for item in resource.fields] + [
            item.field for item in resource.relations
        ]
        assert len(set(names)) == len(names)
        assert all(name.isidentifier() for name in names)


def spec(*texts: str) -> FeatureSpec:
    return load_inline("orders", texts).features[0]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("a:str", "a:str", ()),
        ("a:str", "a:string", ()),
        ("a:str b:int", "a:str", ("The field `b` is gone.",)),
        ("a:str", "a:str b:int", ("The field `b` is new.",)),
        ("a:str b:int", "b:int a:str", ("The fields stand in another order.",)),
        ("a:str(40)", "a:str(50)?", ("Field `a`: max_length was 40 and is 50.", "Field `a`: nullable was false and is true.")),
        ("a:enum(x,y)", "a:enum(x,y,z)", ("Field `a`: values was x, y and is x, y, z.",)),
        ("a:str", "a:str=x", ("Field `a`: default was not given and is x.",)),
        ("a:str c:ref(x)", "a:str c:ref(y)", ("Relation `c`: to was x and is y.",)),
        ("a:str", "a:str c:ref(y)", ("The relation `c` is new.",)),
    ],
)  # fmt: skip
def test_changes_are_named(old: str, new: str, changes: tuple[str, ...]) -> None:
    assert describe_changes(spec(old), spec(new)) == changes


def test_changes_of_the_rest_are_named() -> None:
    old = load_text("feature: x\nfields: {a: str}\nprimary_key: {type: int}", "s").features[0]
    new = load_text(
        "feature: x\nfields: {a: str}\nbehaviours: {timestamps: false}\napi: {page_size: {max: 50}}",
        "s",
    ).features[0]
    assert set(describe_changes(old, new)) == {
        "primary_key.type was int and is uuid.",
        "behaviours.timestamps was true and is false.",
        "api.page_size.max was 100 and is 50.",
    }
