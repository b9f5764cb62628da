from __future__ import annotations

import pytest
from support.resources import refer, resources_of

from fastscaffold.migrations.operations import AddForeignKey, CreateIndex, CreateTable
from fastscaffold.migrations.plan import operations_for


def tables(operations):
    return [item.table for item in operations if isinstance(item, CreateTable)]


def plain(*names):
    spec = "features:\n" + "".join(f"  {name}: {{fields: {{x: int}}}}\n" for name in names)
    return {resource.names.feature: resource for resource in resources_of(spec)}


def test_columns_come_in_the_order_of_the_model():
    (_, orders) = resources_of("""
        features:
          customers: {fields: {name: str}}
          orders:
            fields: {total: decimal, note: "text?"}
            relations: {customer: {kind: many_to_one, to: customers, on_delete: cascade}}
    """)
    (table, index) = operations_for([orders])
    assert [(column.name, column.nullable) for column in table.columns] == [
        ("id", False),
        ("customer_id", False),
        ("total", False),
        ("note", True),
        ("created_at", False),
        ("updated_at", False),
    ]
    assert table.foreign_keys[0].on_delete == "cascade"
    assert index == CreateIndex("ix_orders_customer_id", "orders", ("customer_id",))


def test_rows_that_belong_to_users_refer_to_them():
    (notes,) = resources_of(
        "features: {notes: {fields: {x: int}, behaviours: {ownership: true}}}", "auth"
    )
    (table, index) = operations_for([notes])
    (key,) = table.foreign_keys
    assert [(column.name, column.nullable) for column in table.columns][:2] == [
        ("id", False),
        ("owner_id", False),
    ]
    assert (key.name, key.referred_table, key.on_delete) == (
        "fk_notes_owner_id_users",
        "users",
        "cascade",
    )
    assert index == CreateIndex("ix_notes_owner_id", "notes", ("owner_id",))


def test_without_timestamps():
    (notes,) = resources_of("""
        features: {notes: {fields: {x: int}, behaviours: {timestamps: false}}}
    """)
    (table,) = operations_for([notes])
    assert [column.name for column in table.columns] == ["id", "x"]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("uuid", "sa.Uuid()"),
        ("int", "sa.Integer()"),
        ("bigint", 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'),
    ],
)
def test_a_foreign_key_has_the_type_of_the_key_it_refers_to(key, text):
    a, b = resources_of(f"""
        features:
          a_rows: {{primary_key: {{type: {key}}}, fields: {{x: int}}}}
          b_rows:
            fields: {{x: int}}
            relations: {{a: {{kind: many_to_one, to: a_rows}}}}
    """)
    first, second = (item for item in operations_for([a, b]) if isinstance(item, CreateTable))
    assert first.columns[0].type.text == text
    assert second.columns[1].type.text == text


def test_a_unique_column_has_a_constraint_and_no_index_beside_it():
    (rows,) = resources_of("""
        features: {rows: {fields: {a: "str(9):unique:index", b: "str(9):index"}}}
    """)
    table, index = operations_for([rows])
    assert [unique.name for unique in table.uniques] == ["uq_rows_a"]
    assert index.name == "ix_rows_b"
    assert not index.unique


def test_a_unique_relation_has_a_constraint_and_no_index():
    rows = plain("a_rows", "b_rows")
    (table,) = operations_for([refer(rows["b_rows"], rows["a_rows"], unique=True)])
    assert [unique.columns for unique in table.uniques] == [("other_id",)]


def test_a_relation_may_do_without_an_index():
    rows = plain("a_rows", "b_rows")
    operations = operations_for([refer(rows["b_rows"], rows["a_rows"], index=False)])
    assert not any(isinstance(item, CreateIndex) for item in operations)


def test_referred_tables_come_first_whatever_the_order_given():
    rows = plain("a_rows", "b_rows", "c_rows")
    a = refer(rows["a_rows"], rows["b_rows"])
    b = refer(rows["b_rows"], rows["c_rows"])
    assert tables(operations_for([a, b, rows["c_rows"]])) == ["c_rows", "b_rows", "a_rows"]


def test_a_table_that_refers_to_itself_or_to_one_outside_waits_for_nothing():
    rows = plain("a_rows", "b_rows", "old_rows")
    a = refer(rows["a_rows"], rows["a_rows"])
    b = refer(rows["b_rows"], rows["old_rows"])
    operations = operations_for([a, b])
    assert tables(operations) == ["a_rows", "b_rows"]
    assert not any(isinstance(item, AddForeignKey) for item in operations)


def test_a_cycle_is_closed_at_the_end():
    rows = plain("a_rows", "b_rows", "c_rows")
    outside = refer(rows["c_rows"], rows["a_rows"])
    a, b = refer(rows["a_rows"], rows["b_rows"]), refer(rows["b_rows"], rows["a_rows"])
    operations = operations_for([outside, a, b])
    created = {item.table: item for item in operations if isinstance(item, CreateTable)}
    assert list(created) == ["a_rows", "c_rows", "b_rows"]
    assert [key.name for key in created["a_rows"].deferred] == ["fk_a_rows_other_id_b_rows"]
    assert not created["a_rows"].foreign_keys
    assert not created["c_rows"].deferred
    assert [item for item in operations if isinstance(item, AddForeignKey)] == [
        AddForeignKey("a_rows", created["a_rows"].deferred[0])
    ]
    assert operations[-1] == AddForeignKey("a_rows", created["a_rows"].deferred[0])


def test_nothing_gives_nothing():
    assert operations_for([]) == ()
