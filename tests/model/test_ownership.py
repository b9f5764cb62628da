"""Rows that belong to users: from the spec to what the code asks for."""

from __future__ import annotations

from textwrap import dedent

import pytest

from fastscaffold.errors import Message, SpecError
from fastscaffold.generators.feature_access import access_view
from fastscaffold.generators.feature_links import links_view
from fastscaffold.generators.feature_ownership import OwnershipView, ownership_view
from fastscaffold.generators.feature_view import feature_view
from fastscaffold.model.ends import Target
from fastscaffold.model.names import derive_names
from fastscaffold.model.resolve import resolve
from fastscaffold.model.resource import Permission, Resource
from fastscaffold.spec.loader import load_text
from fastscaffold.spec.models import NamingSpec

OWNER = Permission("owner")
NOTES = Target(derive_names("notes", NamingSpec()), "uuid", private=True, owned=True)
OPERATIONS = ("list", "get", "create", "update", "delete")


def resource(permissions: str = "", rest: str = "behaviours: {ownership: true}") -> Resource:
    spec = f"feature: orders\nfields: {{x: int}}\n{rest}\napi: {{permissions: {{{permissions}}}}}\n"
    return resolve(load_text(spec, "s"), {"notes": NOTES}, ["auth"]).resources[0]


def view(permissions: str = "", **options: str) -> OwnershipView:
    return ownership_view(resource(permissions, **options))


def problem(spec: str, *capabilities: str) -> Message:
    with pytest.raises(SpecError) as caught:
        resolve(load_text(dedent(spec), "s"), {"notes": NOTES}, capabilities)
    (message,) = caught.value.messages
    return message


def test_every_operation_is_for_the_owner_unless_it_is_named():
    found = resource("list: authenticated, get: public, delete: admin")

    assert found.api.permissions == {
        "list": Permission("authenticated"),
        "get": Permission("public"),
        "create": OWNER,
        "update": OWNER,
        "delete": Permission("role", "admin"),
    }
    assert set(resource().api.permissions.values()) == {OWNER}


def test_the_owner_is_a_foreign_key_that_clients_do_not_decide():
    (owner,) = resource().foreign_keys

    assert (owner.field, owner.target.names.table, owner.target.key) == (
        "owner_id",
        "users",
        "uuid",
    )
    assert (owner.on_delete, owner.index, owner.nullable) == ("cascade", True, False)
    assert (owner.read_only, owner.filter) == (True, False)


def test_without_ownership_rows_belong_to_nobody():
    found = resource(rest="behaviours: {ownership: false}")

    assert found.owner is None
    assert found.foreign_keys == ()
    assert not found.private


@pytest.mark.parametrize(
    ("permissions", "private"),
    [("", True), ("get: owner", True), ("get: authenticated", False), ("list: public", True)],
)
def test_rows_are_private_that_only_their_owner_may_get(permissions, private):
    assert resource(permissions).private is private


def test_ownership_needs_users():
    message = problem("""\
        feature: orders
        fields: {x: int}
        behaviours: {ownership: true}
        """)

    assert (message.code, message.line, message.column) == ("spec.needs-auth", 3, 14)
    assert "fastscaffold add auth" in (message.hint or "")


def test_the_permission_needs_ownership():
    message = problem(
        """\
        feature: orders
        fields: {x: int}
        api: {permissions: {get: owner}}
        """,
        "auth",
    )

    assert (message.code, message.line, message.column) == ("spec.needs-ownership", 3, 26)
    assert "ownership: true" in (message.hint or "")


@pytest.mark.parametrize(
    "member", ["fields: {owner_id: int}", "fields: {x: int}\nrelations: {owner: 'ref(notes)'}"]
)
def test_the_column_cannot_be_taken(member):
    message = problem(f"feature: orders\n{member}\nbehaviours: {{ownership: true}}\n", "auth")

    assert message.code == "spec.name-clash"
    assert "ownership" in message.message


def test_lists_are_not_sorted_by_the_owner():
    message = problem(
        """\
        feature: orders
        fields: {x: int}
        behaviours: {ownership: true}
        api: {filter: [owner_id], sort: [owner_id]}
        """,
        "auth",
    )

    assert (message.code, message.line, message.column) == ("spec.misplaced", 4, 34)


def test_what_nobody_creates_belongs_to_nobody():
    message = problem(
        """\
        feature: orders
        fields: {x: int}
        behaviours: {ownership: true}
        api: {permissions: {create: public}}
        """,
        "auth",
    )

    assert (message.code, message.line, message.column) == ("spec.needs-login", 4, 29)


@pytest.mark.parametrize("operation", ["create", "update"])
def test_nobody_refers_to_what_is_private(operation):
    message = problem(
        f"""\
        feature: orders
        relations: {{note: 'ref(notes)'}}
        api: {{permissions: {{{operation}: public}}}}
        """,
        "auth",
    )

    assert (message.code, message.line, message.column) == ("spec.needs-login", 3, 29)
    assert "`note`" in message.message


def test_at_the_door_an_owner_is_anybody_who_is_logged_in():
    access = access_view(resource("delete: admin").api.permissions)

    assert (access.router, access.router_errors) == ("Depends(get_current_user)", (401,))
    assert (access.routes["get"], access.errors["get"]) == ("", ())
    assert access.declared == dict.fromkeys(OPERATIONS, "owner") | {"delete": "admin"}
    assert [item.method for item in access.owned] == ["GET", "PATCH"]


def test_endpoints_for_owners_get_a_service_that_sees_their_rows_only():
    found = view("list: authenticated")

    assert found.services == dict.fromkeys(OPERATIONS, "OwnOrderServiceDep") | {
        "list": "OrderServiceDep"
    }
    assert [item.expression for item in found.dependencies] == [
        "OrderService(OrderRepository(session))",
        "OrderService(OrderRepository(session).owned_by(user))",
    ]


def test_a_new_row_may_refer_to_whatever_its_owner_may_read():
    services = view("get: authenticated").services

    assert (services["create"], services["update"]) == ("OrderServiceDep", "OwnOrderServiceDep")


def test_a_service_that_no_endpoint_asks_for_is_not_there():
    assert [item.own for item in view().dependencies] == [True]
    every = ", ".join(f"{name}: authenticated" for name in OPERATIONS)
    assert [item.own for item in view(every).dependencies] == [False]
    assert not view(every).scoped


def test_only_what_needs_the_user_is_told_the_user():
    assert view().callers == ("create",)
    assert view(rest="").callers == ()
    assert view(rest="relations: {note: 'ref(notes)'}").callers == ("create", "update")
    assert view(rest="relations: {note: 'ref(notes):immutable'}").callers == ("create",)


def test_what_is_referred_to_has_to_be_visible():
    found = view(rest="relations: {note: 'ref(notes)', other: 'ref(notes)?:immutable'}")

    assert [item.field for item in found.checked] == ["note_id", "other_id"]
    assert [item.field for item in found.checked_updatable] == ["note_id"]
    assert [item.feature for item in found.repositories] == ["notes"]


def test_a_feature_looks_its_own_rows_up_in_its_own_repository():
    found = view(rest="relations: {parent: 'ref(orders)?'}\nbehaviours: {ownership: true}")

    assert [item.attribute for item in found.checked] == ["_repository"]
    assert found.repositories == ()
    assert found.checked_given == ()


def test_one_row_for_each_user_is_refused_with_what_can_be_written():
    with pytest.raises(SpecError) as caught:
        resource(rest="behaviours: {ownership: true}\nconstraints: {unique: [[owner]]}")
    (found,) = caught.value.messages
    assert found.hint == "Add a field in which the rows of one `owner` differ."


def with_posts(relation: str, permissions: str = "get: public", rest: str = "") -> Resource:
    """A feature with a relation to rows that belong to users and that others see."""
    spec = dedent(f"""\
        features:
          posts:
            fields: {{x: int}}
            behaviours: {{ownership: true}}
            api: {{permissions: {{{permissions}}}}}
          comments:
            fields: {{x: int}}
            relations: {{post: {relation}}}
        """)
    found = resolve(load_text(spec + rest, "s"), {}, ["auth"]).resources
    return next(item for item in found if item.names.feature == "comments")


@pytest.mark.parametrize("kind", ["ref", "one_to_one", "many_to_many"])
def test_rows_of_users_are_referred_to_by_who_may_change_them(kind):
    comments = with_posts(f"'{kind}(posts)'")

    found = ownership_view(comments)
    linked = links_view(comments, "app").items
    assert found.callers == ("create", "update")
    assert [item.narrowed for item in (*found.checked, *linked)] == [".owned_by(by)"]


@pytest.mark.parametrize("kind", ["ref", "one_to_one", "many_to_many"])
def test_a_relation_may_let_everybody_refer(kind):
    comments = with_posts(f"'{kind}(posts):of=anyone'")

    found = ownership_view(comments)
    assert found.callers == ()
    assert found.checked == ()
    assert [item.narrowed for item in links_view(comments, "app").items] in ([], [""])


@pytest.mark.parametrize(
    ("permissions", "narrowed"),
    [
        ("get: public, update: admin", [".owned_by(by)"]),
        ("get: public, update: 'role:editor'", [".changeable_by(by)"]),
        ("get: public, update: authenticated", []),
        ("update: 'role:editor'", [".owned_by(by)"]),
        ("update: authenticated", [".owned_by(by)"]),
    ],
)
def test_who_may_change_every_row_may_refer_to_every_row(permissions, narrowed):
    comments = with_posts("'ref(posts)'", permissions)

    assert [item.narrowed for item in ownership_view(comments).checked] == narrowed


def test_rows_that_all_may_change_are_kept_to_their_owner_where_it_is_said():
    comments = with_posts("'ref(posts):of=owner'", "get: public, update: authenticated")

    assert [item.narrowed for item in ownership_view(comments).checked] == [".owned_by(by)"]


def test_links_to_rows_of_others_are_looked_up_among_all_rows():
    links = "{anyone: 'many_to_many(orders):of=anyone', own: 'many_to_many(orders)'}"
    orders = resource("get: public", rest=f"relations: {links}\nbehaviours: {{ownership: true}}")

    found = {item.name: item.repository for item in links_view(orders, "app").items}
    assert found == {"anyone": "_orders", "own": "_repository"}
    assert [item.feature for item in ownership_view(orders).repositories] == ["orders"]


def test_links_are_called_at_the_path_that_they_have():
    found = resource(rest="relations: {see_also: 'many_to_many(orders)'}")

    view = feature_view(found, package="app", python="3.11", has_auth=True)
    paths = {item.path for item in view.access.endpoints if "see" in item.path}
    assert paths == {"/{0}/see-also", "/{0}/see-also/{0}"}


@pytest.mark.parametrize("of", ["owner", "anyone"])
def test_whose_rows_are_meant_needs_rows_that_belong_to_somebody(of):
    message = problem(
        f"""\
        features:
          posts: {{fields: {{x: int}}}}
          comments:
            relations:
              post: {{kind: many_to_one, to: posts, of: {of}}}
        """,
        "auth",
    )

    assert (message.code, message.line, message.column) == ("spec.misplaced", 5, 44)
    assert "`posts`" in message.message


def test_what_is_private_is_of_nobody_else():
    message = problem(
        """\
        feature: orders
        relations:
          note: {kind: many_to_one, to: notes, of: anyone}
        """,
        "auth",
    )

    assert (message.code, message.line, message.column) == ("spec.invalid-value", 3, 44)
    assert "get: authenticated" in (message.hint or "")


def test_the_other_direction_does_not_say_whose_rows_are_meant():
    message = problem(
        """\
        features:
          posts:
            fields: {x: int}
            relations: {comments: {kind: one_to_many, to: comments, of: anyone}}
          comments:
            relations: {post: {kind: many_to_one, to: posts, back: comments}}
        """,
        "auth",
    )

    assert message.code == "spec.misplaced"
    assert "at the other end" in (message.hint or "")


@pytest.mark.parametrize("kind", ["ref", "many_to_many"])
@pytest.mark.parametrize("operation", ["create", "update"])
def test_who_refers_to_rows_of_users_has_to_be_known(kind, operation):
    with pytest.raises(SpecError) as caught:
        with_posts(f"'{kind}(posts)'", rest=f"    api: {{permissions: {{{operation}: public}}}}\n")
    (message,) = caught.value.messages

    assert message.code == "spec.needs-login"
    assert "of: anyone" in (message.hint or "")


@pytest.mark.parametrize("kind", ["ref", "many_to_many"])
def test_who_refers_to_rows_of_anyone_may_be_anybody(kind):
    rest = "    api: {permissions: {create: public}}\n"
    comments = with_posts(f"'{kind}(posts):of=anyone'", rest=rest)

    assert comments.api.permissions["create"] == Permission("public")
