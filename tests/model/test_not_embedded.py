"""Relations that can never be embedded: told of when the feature is added."""

from __future__ import annotations

from fastscaffold.generators.not_embedded import not_embedded
from fastscaffold.model.resolve import resolve
from fastscaffold.spec.loader import load_text

SPEC = """features:
  notes:
    fields: {text: str}
    behaviours: {ownership: true}
  labels:
    fields: {name: str}
    api: {permissions: {list: admin, get: admin}}
  orders:
    fields: {number: str}
    relations:
      note: {kind: many_to_one, to: notes}
      label: {kind: many_to_one, to: labels}
      open: {kind: many_to_one, to: things}
    behaviours: {ownership: true}
  things:
    fields: {name: str}
    api: {permissions: {list: public, get: public}}
"""


def test_each_relation_that_is_never_embedded_is_told_with_the_reason():
    parsed = load_text(SPEC, "s")
    resources = resolve(parsed, {}, ["auth"]).resources
    (orders,) = [each for each in resources if each.names.feature == "orders"]

    found = list(not_embedded(orders, parsed.positions))
    assert [message.location for message in found] == ["s:11:7", "s:12:7"]
    assert [message.message for message in found] == [
        "`?include=note` is not there for orders: rows of notes belong to users.",
        "`?include=label` is not there for orders: not all who read orders may read labels.",
    ]


SEEN_BY_ALL_USERS = """features:
  posts:
    fields: {text: str}
    api: {permissions: {list: public, get: public}}
  comments:
    fields: {text: str}
    relations: {post: {kind: many_to_one, to: posts, back: comments}}
    api: {permissions: {list: authenticated, get: authenticated}}
    behaviours: {ownership: true}
"""


def test_rows_that_all_users_may_get_are_left_out_for_those_without_a_login():
    parsed = load_text(SEEN_BY_ALL_USERS, "s")
    (posts, _) = resolve(parsed, {}, ["auth"]).resources

    assert [message.message for message in not_embedded(posts, parsed.positions)] == [
        "`?include=comments` is not there for posts: not all who read posts may read comments."
    ]
