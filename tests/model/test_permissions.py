"""Who may call what: from the spec to what the router asks for."""

from __future__ import annotations

import pytest

from fastscaffold.errors import SpecError
from fastscaffold.generators.feature_access import AccessView, access_view
from fastscaffold.generators.feature_view import feature_view
from fastscaffold.model.resolve import resolve
from fastscaffold.model.resource import Operation, Permission
from fastscaffold.spec.loader import load_text

PUBLIC = Permission("public")
USERS = Permission("authenticated")


def permissions(text: str, *capabilities: str) -> dict[Operation, Permission]:
    spec = f"feature: orders\nfields: {{number: str}}\napi: {{permissions: {{{text}}}}}\n"
    return dict(resolve(load_text(spec, "s"), {}, capabilities).resources[0].api.permissions)


def access(text: str) -> AccessView:
    return access_view(permissions(text, "auth"))


def test_what_is_not_named_is_for_users():
    assert permissions("list: public, create: 'role:sales', delete: admin", "auth") == {
        "list": PUBLIC,
        "get": USERS,
        "create": Permission("role", "sales"),
        "update": USERS,
        "delete": Permission("role", "admin"),
    }


def test_without_auth_everything_is_public():
    assert set(permissions("list: public").values()) == {PUBLIC}


@pytest.mark.parametrize("permission", ["authenticated", "admin", "role:sales"])
def test_without_auth_more_is_refused(permission):
    with pytest.raises(SpecError) as caught:
        permissions(f"list: '{permission}'")

    (message,) = caught.value.messages
    assert (message.code, message.line, message.column) == ("spec.needs-auth", 3, 27)
    assert "fastscaffold add auth" in (message.hint or "")


@pytest.mark.parametrize("permission", ["nobody", "role:", "role:Sales", "role: x", "ADMIN", ""])
def test_what_is_no_permission_is_refused(permission):
    with pytest.raises(SpecError) as caught:
        permissions(f"list: '{permission}'", "auth")

    (message,) = caught.value.messages
    assert (message.code, message.line, message.column) == ("spec.invalid-value", 3, 27)
    assert "role:<name>" in (message.hint or "")


@pytest.mark.parametrize(
    ("several", "told"),
    [
        ("[owner, 'role:clerk']", "`owned_by` of repository.py"),
        ("'owner,role:clerk'", "`owned_by` of repository.py"),
        ("owner OR admin", "`owned_by` of repository.py"),
        ("owner | admin", "`owned_by` of repository.py"),
        ("role:clerk or admin", "`require_role` by hand"),
        ("['role:clerk', admin]", "`require_role` by hand"),
    ],
)
def test_several_permissions_are_told_with_what_to_write_by_hand(several, told):
    with pytest.raises(SpecError) as caught:
        permissions(f"list: {several}", "auth")

    (message,) = caught.value.messages
    assert (message.code, message.line, message.column) == ("spec.invalid-value", 3, 27)
    assert told in (message.hint or "")


def test_the_router_asks_for_what_all_endpoints_ask_for():
    view = access("delete: admin")

    assert (view.router, view.router_errors) == ("Depends(get_current_user)", (401,))
    assert view.routes["list"] == ""
    assert (view.routes["delete"], view.errors["delete"]) == (
        "Depends(require_role(ADMIN))",
        (403,),
    )


def test_a_role_of_all_endpoints_is_asked_for_once():
    every = ", ".join(
        f"{name}: 'role:it'" for name in ("list", "get", "create", "update", "delete")
    )
    view = access(every)

    assert (view.router, view.router_errors) == ("Depends(require_role('it'))", (401, 403))
    assert set(view.routes.values()) == {""}
    assert (view.names, view.admin) == (("require_role",), False)


def test_beside_a_public_endpoint_each_asks_for_itself():
    view = access("list: public")

    assert (view.router, view.router_errors) == ("", ())
    assert view.routes["list"] == ""
    assert (view.routes["get"], view.errors["get"]) == ("Depends(get_current_user)", (401,))
    assert [item.method for item in view.public] == ["GET"]
    assert len(view.closed) == 4
    assert view.restricted == ()


def test_each_endpoint_has_one_answer_to_those_who_may_call_it():
    view = access_view(permissions("delete: admin", "auth"), [("tags", 422)])

    answers = {(item.method, item.path): item.status for item in view.endpoints}
    assert answers == {
        ("GET", ""): 200,
        ("POST", ""): 422,
        ("GET", "/{}"): 404,
        ("PATCH", "/{}"): 422,
        ("DELETE", "/{}"): 404,
        ("GET", "/{0}/tags"): 404,
        ("PUT", "/{0}/tags"): 422,
        ("PUT", "/{0}/tags/{0}"): 422,
        ("DELETE", "/{0}/tags/{0}"): 422,
    }


@pytest.mark.parametrize(
    ("key", "other", "status"),
    [("uuid", "uuid", 404), ("int", "bigint", 404), ("uuid", "int", 422), ("bigint", "uuid", 422)],
)
def test_links_refuse_keys_of_another_type(key, other, status):
    text = f"""\
features:
  orders:
    primary_key: {{type: {key}}}
    fields: {{x: int}}
    relations: {{tags: {{kind: many_to_many, to: tags}}}}
  tags: {{primary_key: {{type: {other}}}, fields: {{x: int}}}}
"""
    orders = next(
        item
        for item in resolve(load_text(text, "spec.yaml"), {}, ["auth"]).resources
        if item.names.feature == "orders"
    )

    view = feature_view(orders, package="app", python="3.11", has_auth=True)
    answers = {item.method: item.status for item in view.access.endpoints if "/tags/" in item.path}
    assert answers == {"PUT": status, "DELETE": status}


def test_whoever_may_create_one_may_create_several():
    spec = "feature: x\nfields: {a: int}\napi: {operations: [bulk_create, create, list], "

    def found(text: str) -> dict[Operation, Permission]:
        parsed = load_text(f"{spec}permissions: {{{text}}}}}\n", "s")
        return dict(resolve(parsed, {}, ["auth"]).resources[0].api.permissions)

    assert list(found("")) == ["list", "create", "bulk_create"]
    assert found("create: admin")["bulk_create"] == Permission("role", "admin")
    assert found("create: admin, bulk_create: 'role:sales'")["bulk_create"].role == "sales"
