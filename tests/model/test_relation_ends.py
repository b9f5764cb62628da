"""Both directions of relations, links, and what may be embedded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fastscaffold.errors import Message, SpecError
from fastscaffold.model.ends import Target
from fastscaffold.model.names import derive_names
from fastscaffold.model.resolve import resolve
from fastscaffold.spec.loader import load_text
from fastscaffold.spec.models import NamingSpec

if TYPE_CHECKING:
    from fastscaffold.model.resource import Resource

KNOWN = {"customers": Target(derive_names("customers", NamingSpec()), "int", readers="")}
LINES = "order: {kind: many_to_one, to: orders, on_delete: cascade, back: lines}"


def resources(
    orders: str, lines: str = LINES, *, auth: bool = False, rest: str = ""
) -> dict[str, Resource]:
    text = (
        f"features:\n  orders:\n    fields: {{number: str}}\n    relations:\n      {orders}\n"
        f"  order_lines:\n    fields: {{quantity: int}}\n    relations:\n      {lines}\n{rest}"
    )
    found = resolve(load_text(text, "s"), KNOWN, ["auth"] if auth else []).resources
    return {resource.names.feature: resource for resource in found}


def errors(orders: str, lines: str = LINES) -> list[Message]:
    with pytest.raises(SpecError) as refused:
        resources(orders, lines)
    return list(refused.value.messages)


@pytest.mark.parametrize(
    "orders",
    [
        "lines: {kind: one_to_many, to: order_lines, cascade: delete_orphan}",
        "lines: {kind: one_to_many, to: order_lines, cascade: delete_orphan, back: order}",
    ],
)
@pytest.mark.parametrize("back", [", back: lines", ""])
def test_both_sides_say_the_same(orders, back):
    found = resources(orders, LINES.replace(", back: lines", back))

    back, relation = found["orders"].backs[0], found["order_lines"].relations[0]
    assert (back.name, back.reverse, back.field) == ("lines", "order", "order_id")
    assert (back.many, back.delete_orphan) == (True, True)
    assert relation.back == "lines"


def test_a_back_alone_gives_the_other_direction():
    found = resources("parent: {kind: one_to_one, to: orders, nullable: true, back: child}")

    backs = {item.name: item for item in found["orders"].backs}
    assert (backs["lines"].many, backs["lines"].delete_orphan) == (True, False)
    assert (backs["child"].many, backs["child"].reverse) == (False, "parent")
    assert found["orders"].relations[0].unique


def test_a_link_has_a_table_and_both_ends():
    found = resources("extras: {kind: many_to_many, to: order_lines, back: used_by}")

    link = found["orders"].links[0]
    assert (link.table, link.field, link.own, link.other) == (
        "orders_extras",
        "extra_ids",
        "order_id",
        "order_line_id",
    )
    assert found["order_lines"].backs[0].link == link


def test_a_link_to_the_own_feature_has_two_columns():
    link = resources("related: {kind: many_to_many, to: orders}")["orders"].links[0]
    assert (link.own, link.other) == ("order_id", "linked_order_id")


@pytest.mark.parametrize(
    ("orders", "lines", "code", "told"),
    [
        ("items: {kind: one_to_many, to: order_lines}", LINES, "no-other-end", "back: items"),
        (
            "lines: {kind: one_to_many, to: order_lines, back: x}",
            LINES,
            "no-other-end",
            "to: orders",
        ),
        (
            "lines: {kind: one_to_many, to: order_lines, cascade: delete_orphan}",
            LINES.replace("cascade", "restrict"),
            "invalid-value",
            "on_delete: cascade",
        ),
        (
            "lines: {kind: one_to_many, to: order_lines}",
            LINES.replace("many_to_one", "one_to_one"),
            "invalid-value",
            "Leave this relation out",
        ),
        (
            "lines: {kind: one_to_many, to: order_lines, nullable: true}",
            LINES,
            "misplaced",
            "leave",
        ),
        ("a: {kind: many_to_many, to: orders, filter: false}", LINES, "misplaced", "leave"),
        ("a: {kind: one_to_one, to: orders, unique: true}", LINES, "misplaced", "leave"),
        (
            "customer: {kind: many_to_one, to: customers, back: orders}",
            LINES,
            "other-spec",
            'orders: Mapped[list["Order"]]',
        ),
        (
            "customers: {kind: many_to_many, to: customers, back: orders}",
            LINES,
            "other-spec",
            'relationship(secondary="orders_customers", viewonly=True, order_by="Order.id"',
        ),
        ("a: {kind: ref, to: order_lines, back: order}", LINES, "name-clash", "another name"),
        ("a: {kind: ref, to: order_lines, back: id}", LINES, "reserved-name", "another name"),
        ("a: {kind: many_to_many, to: nothing}", LINES, "unknown-target", "features"),
    ],
)
def test_what_is_refused(orders, lines, code, told):
    found = errors(orders, lines)
    assert any(error.code == f"spec.{code}" and told in (error.hint or "") for error in found), (
        found
    )


def included(found: dict[str, Resource], feature: str) -> list[str]:
    return [item.name for item in found[feature].includes]


def test_everything_can_be_embedded_that_everybody_may_see():
    orders = "customer: {kind: ref, to: customers}"
    found = resources(orders)
    assert included(found, "orders") == ["customer", "lines"]
    assert included(found, "order_lines") == ["order"]


@pytest.mark.parametrize(
    ("orders", "lines", "embedded"),
    [
        ("public", "authenticated", (False, True)),
        ("authenticated", "authenticated", (True, True)),
        ("authenticated", "'role:sales'", (False, True)),
        ("'role:sales'", "'role:sales'", (True, True)),
        ("'role:sales'", "'role:other'", (False, False)),
        ("admin", "'role:other'", (False, False)),
    ],
)
def test_what_callers_may_not_see_is_not_embedded(orders, lines, embedded):
    text = (
        "features:\n"
        f"  orders: {{fields: {{a: str}}, api: {{permissions: {{list: {orders}, get: {orders}}}}}}}\n"
        f"  order_lines: {{fields: {{a: str}}, relations: {{{LINES}}}, "
        f"api: {{permissions: {{list: {lines}, get: {lines}}}}}}}\n"
    )
    found = resolve(load_text(text, "s"), {}, ["auth"]).resources
    by_name = {resource.names.feature: resource for resource in found}
    assert bool(by_name["orders"].includes) == embedded[0]
    assert bool(by_name["order_lines"].includes) == embedded[1]


def test_rows_of_users_and_of_features_of_old_are_not_embedded():
    known = {
        "notes": Target(derive_names("notes", NamingSpec()), "uuid", private=True, readers=""),
        "visits": Target(derive_names("visits", NamingSpec()), "uuid"),
    }
    relations = "{note: {kind: ref, to: notes}, visit: {kind: ref, to: visits}}"
    text = f"feature: orders\nfields: {{a: str}}\nrelations: {relations}\n"
    (orders,) = resolve(load_text(text, "s"), known, ["auth"]).resources
    assert orders.includes == ()
