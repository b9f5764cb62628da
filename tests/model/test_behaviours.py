"""Rows that are kept when they are deleted, and rows with versions."""

from __future__ import annotations

import pytest

from fastscaffold.errors import SpecError
from fastscaffold.migrations import operations_for, render_revision
from fastscaffold.migrations.operations import CreateIndex, CreateTable
from fastscaffold.model.resolve import resolve
from fastscaffold.spec.loader import load_text

ORDERS = """
feature: orders
fields: {number: str(40):unique, place: int, a: int, b_c: int, a_b: int, c: int}
constraints: {unique: [[number_of, place], [a, b_c]], index: [{"on": [a_b, c]}, {"on": [c, place], unique: true}]}
relations: {number_of: {kind: ref, to: orders, nullable: true, unique: false}}
"""
KEPT = ORDERS + "behaviours: {soft_delete: true, optimistic_lock: true}\n"


def orders(text, capabilities=()):
    return resolve(load_text(text, "s"), {}, capabilities).resources[0]


def test_what_is_unique_is_so_among_live_rows():
    table, *indexes = operations_for([orders(KEPT)])
    found = {item.columns: item for item in indexes if isinstance(item, CreateIndex)}

    assert isinstance(table, CreateTable)
    assert table.uniques == ()
    added = [(column.name, column.nullable) for column in table.columns[-3:]]
    assert added == [("deleted_at", True), ("deletion_id", True), ("version", False)]
    assert (found[("deletion_id",)].unique, found[("deletion_id",)].where) == (
        False,
        "deleted_at IS NOT NULL",
    )
    assert ("deleted_at",) not in found
    for columns in (("number",), ("number_of_id", "place"), ("a", "b_c"), ("c", "place")):
        assert (found[columns].unique, found[columns].where) == (True, "deleted_at IS NULL")
    assert not found[("a_b", "c")].unique
    assert found[("a_b", "c")].where == ""


def test_names_of_indexes_differ():
    _, *indexes = operations_for([orders(KEPT)])
    names = [item.name for item in indexes if isinstance(item, CreateIndex)]

    assert len(names) == len(set(names))
    assert {"ix_orders_number", "ix_orders_a_b_c", "ix_orders_a_b__c"} <= set(names)


def test_without_it_constraints_say_what_is_unique():
    table, *_ = operations_for([orders(ORDERS)])

    assert isinstance(table, CreateTable)
    assert len(table.uniques) == 3
    revision = render_revision(
        operations_for([orders(ORDERS)]), revision="a", down_revision=None, message="Create orders"
    )
    assert "deleted_at" not in revision
    assert "deletion_id" not in revision


def test_whoever_may_delete_may_restore():
    text = KEPT + "api: {permissions: {delete: admin}}\n"

    permissions = orders(text, ["auth"]).api.permissions

    assert permissions["restore"] == permissions["delete"] != permissions["get"]
    assert "restore" not in orders(ORDERS).api.permissions


@pytest.mark.parametrize(
    ("field", "behaviour"),
    [
        ("deleted_at: datetime?", "soft_delete"),
        ("deletion_id: uuid?", "soft_delete"),
        ("version: int", "optimistic_lock"),
        ("x: {type: int, column: version}", "optimistic_lock"),
        ("x: {type: int, alias: deleted_at}", "soft_delete"),
    ],
)
def test_columns_of_behaviours_are_taken(field, behaviour):
    text = f"feature: x\nfields: {{{field}, y: int}}\nbehaviours: {{{behaviour}: true}}\n"
    with pytest.raises(SpecError) as caught:
        orders(text)

    (found,) = caught.value.messages
    assert (found.code, found.line) == ("spec.name-clash", 2)
    assert behaviour in found.message
    assert found.hint
    orders(text.replace("true", "false"))


def test_so_are_relations_of_their_names():
    relation = "deletion: {kind: ref, to: orders, nullable: true}"
    text = KEPT.replace("relations: {", f"relations: {{{relation}, ")
    with pytest.raises(SpecError) as caught:
        orders(text)

    (found,) = caught.value.messages
    assert found.code == "spec.name-clash"
    assert "soft_delete" in found.message
    orders(text.replace("soft_delete: true", "soft_delete: false"))
