from __future__ import annotations

import pytest
from support.resources import resources_of

from fastscaffold.errors import SpecError
from fastscaffold.model.rules import Index

SPEC = """
features:
  rooms: {{fields: {{name: str}}}}
  bookings:
    fields:
      number: str(40):unique
      starts_at: datetime
      ends_at: "datetime?"
      price: decimal(12,2)
      deposit: decimal(12,2)
      tax: decimal(10,3)
      seats: int
      paid: bool
      first: bool
      state: enum(open,paid)
      extra: json
      order: str(40)
      a_b: int:index
      a: int
      b: int
      long: str(600)
    relations:
      room: {{kind: ref, to: rooms}}
    constraints: {constraints}
"""


def bookings(constraints):
    return resources_of(SPEC.format(constraints=constraints))[1].constraints


def test_names_are_those_of_fields_and_relations():
    found = bookings("{unique: [[room, starts_at]], index: [{on: [state, created_at]}]}")
    columns = ("room_id", "starts_at")
    assert found.unique == (Index(columns, columns, unique=True),)
    assert found.index == (Index(("state", "created_at"), ("state", "created_at")),)


@pytest.mark.parametrize(
    ("constraints", "behaviours", "indexed"),
    [
        ("{unique: [[room, starts_at]]}", "", False),
        ("{index: [{on: [room, starts_at]}]}", "", False),
        ("{index: [{on: [room, starts_at]}]}", "soft_delete: true", False),
        ("{unique: [[starts_at, room]]}", "", True),
        ("{unique: [[room, starts_at]]}", "soft_delete: true", True),
        ("{index: [{on: [room, starts_at], unique: true}]}", "soft_delete: true", True),
    ],
)
def test_a_key_that_an_index_begins_with_needs_none_of_its_own(constraints, behaviours, indexed):
    text = SPEC.format(constraints=constraints) + f"    behaviours: {{{behaviours}}}\n"

    (room,) = resources_of(text)[1].relations

    assert room.index is indexed


def test_an_index_does_not_take_the_name_of_another():
    (index,) = bookings("{index: [{on: [a, b]}]}").index
    assert index.name == "ix_bookings_a__b"


@pytest.mark.parametrize(
    ("constraints", "message"),
    [
        ("{unique: [[room, startz_at]]}", "`startz_at` is not a field or a relation"),
        ("{unique: [[state, state]]}", "names a field twice"),
        ("{unique: [[seats]]}", "over several fields"),
        ("{unique: [[number, room]]}", "`number` is unique by itself"),
        ("{unique: [[room, seats], [seats, room, a]]}", "says this, or a part of it, already"),
        ("{unique: [[room, seats], [room, seats]]}", "has an index already"),
        ("{unique: [[paid, first]]}", "Tests need 8 rows"),
        ("{index: [{on: [a_b]}]}", "has an index already"),
        ("{index: [{on: [extra, a]}]}", "cannot be indexed"),
        ("{index: [{on: [long, order]}]}", "are up to 640"),
        ("{index: [{on: [long, order, a]}]}", "are up to 644"),
        ("{check: [{name: Total, sql: 'a > 0'}]}", "is not a name"),
        ("{check: [{name: state, sql: 'a > 0'}]}", "is a check already"),
        ("{check: [{name: x, sql: 'a > 0'}, {name: x, sql: 'b > 0'}]}", "is a check already"),
        ("{check: [{name: x, sql: 'aa > 0'}]}", "`aa` is not a column"),
        ("{check: [{name: x, sql: 'room > 0'}]}", "`room` is not a column"),
        ("{check: [{name: x, sql: 'a > 0; DROP TABLE bookings'}]}", "cannot stand in a check"),
        ("{check: [{name: x, sql: 'a > 0 -- b'}]}", "comment"),
        ("{check: [{name: x, sql: 'a > 0 /* b */'}]}", "comment"),
        ("{check: [{name: x, sql: 'a > (SELECT 1)'}]}", "`SELECT` is not a column"),
        ("{check: [{name: x, sql: 'a > random()'}]}", "`random` is not a column"),
        ("{check: [{name: x, sql: 'a > 0) OR (b > 0'}]}", "brackets"),
        ("{check: [{name: x, sql: 'a > > 0'}]}", "cannot be read"),
        ("{check: [{name: x, sql: '1 = 1'}]}", "names no column"),
        ("{check: [{name: x, sql: 'a + b'}]}", "is no condition"),
        ("{check: [{name: x, sql: 'order > 5'}]}", "is of type str"),
        ("{check: [{name: x, sql: 'paid = 1'}]}", "is of type bool"),
        ("{check: [{name: x, sql: 'extra IS NULL'}]}", "no check can read"),
        ("{check: [{name: x, sql: 'b = 31 * a'}]}", "none could be found"),
    ],
)
def test_refused(constraints, message):
    if "are up to 640" in message:
        assert bookings(constraints).index
        return
    with pytest.raises(SpecError) as caught:
        bookings(constraints)
    (found,) = caught.value.messages
    assert message in found.message
    assert found.hint or "cannot be read" in message


@pytest.mark.parametrize(
    ("sql", "postgresql", "sqlite"),
    [
        ("price >= 0", "price >= 0", "price >= 0"),
        ("deposit<=price", "deposit <= price", "deposit <= price"),
        ("price >= 0.5", "price >= 0.5", "price >= 50"),
        ("price > tax * 0.5", "price > tax * 0.5", "price * 100 > tax * 5"),
        ("price > tax / 2", "price > tax / 2", "(price / 100.0) > (tax / 1000.0) / 2"),
        ("length(order) > 1", 'length("order") > 1', 'length("order") > 1'),
        ("paid Or seats In (1, 2)", "paid OR seats IN (1, 2)", "paid OR seats IN (1, 2)"),
    ],
)
def test_conditions_mean_the_same_on_both_databases(sql, postgresql, sqlite):
    (check,) = bookings(f"{{check: [{{name: x, sql: '{sql}'}}]}}").check
    assert (check.sql, check.sqlite) == (postgresql, sqlite)


def test_samples_meet_a_check_and_others_break_it():
    sql = "{check: [{name: x, sql: 'ends_at > starts_at'}]}"
    resource = resources_of(SPEC.format(constraints=sql))[1]
    values = {field.name: [item.json.text for item in field.samples] for field in resource.fields}
    assert max(values["starts_at"]) < min(values["ends_at"])
    broken = {name: code.text for name, code in resource.constraints.check[0].broken.items()}
    assert broken["ends_at"] <= broken["starts_at"]
    assert resource.constraints.check[0].filled == ()


def test_an_update_moves_what_a_check_compares_to_where_no_part_could_go_alone():
    sql = "{check: [{name: x, sql: 'ends_at > starts_at'}]}"
    resource = resources_of(SPEC.format(constraints=sql))[1]
    values = {field.name: [item.json.text for item in field.samples] for field in resource.fields}
    moved = {name: code.text for name, code in resource.constraints.check[0].moved.items()}
    assert moved["ends_at"] > moved["starts_at"] > min(values["ends_at"])


def test_what_may_not_be_null_is_told():
    (check,) = bookings("{check: [{name: x, sql: 'ends_at IS NOT NULL'}]}").check
    assert check.filled == ("ends_at",)
    assert check.broken["ends_at"].text == "None"


@pytest.mark.parametrize(
    ("sql", "refused"),
    [
        ("parent_id <> id", ("parent_id",)),
        ("parent_id <> id OR title = 'x'", ("parent_id",)),
        ("parent_id <> id AND original_id <> id", ("parent_id", "original_id")),
        ("parent_id = id", ()),
        ("parent_id <> original_id", ()),
        ("room_id <> id", ()),
    ],
)
def test_it_is_known_by_which_keys_no_row_may_refer_to_itself(sql, refused):
    spec = f"""
features:
  rooms: {{fields: {{name: str}}}}
  nodes:
    fields: {{title: str}}
    relations:
      parent: {{kind: many_to_one, to: nodes, nullable: true}}
      original: {{kind: many_to_one, to: nodes, nullable: true}}
      room: {{kind: many_to_one, to: rooms, nullable: true}}
    constraints: {{check: [{{name: x, sql: "{sql}"}}]}}
"""
    (check,) = resources_of(spec)[1].constraints.check
    assert check.not_itself == refused


BILLS = """
features:
  bills:
    fields:
      net: {{type: decimal, precision: 10, scale: 2, examples: ["1.00", "2.00", "3.00"]}}
      vat: {{type: decimal, precision: 10, scale: 2, examples: ["0.10", {second}, "0.30"]}}
      gross: {{type: decimal, precision: 10, scale: 2, examples: ["1.10", {total}, "3.30"]}}
    constraints:
      check:
        - {{name: adds_up, sql: gross = net + vat}}
        - {{name: vat_is_small, sql: vat <= net * 0.19}}
"""


def rows_of(resource):
    columns = [[item.json.text for item in field.samples] for field in resource.fields]
    return list(zip(*columns, strict=True))


def test_examples_of_conditions_that_share_fields_stay_side_by_side():
    (resource,) = resources_of(BILLS.format(second='"0.20"', total='"2.20"'))
    assert rows_of(resource)[:3] == [
        ('"1.00"', '"0.10"', '"1.10"'),
        ('"2.00"', '"0.20"', '"2.20"'),
        ('"3.00"', '"0.30"', '"3.30"'),
    ]


def test_an_example_that_breaks_one_of_them_is_left_out_with_its_row():
    (resource,) = resources_of(BILLS.format(second='"0.50"', total='"2.50"'))
    assert rows_of(resource) == [('"1.00"', '"0.10"', '"1.10"'), ('"3.00"', '"0.30"', '"3.30"')]
