"""Several routers in one file, edits by its owner in between, and what must not be taken out."""

from __future__ import annotations

from itertools import permutations

import pytest
from main_shapes import Shape, load_shapes

from fastscaffold.edits import (
    Changed,
    IncludeRouters,
    Refused,
    RouterRef,
    Unchanged,
    find_apps,
    is_registered,
    registered_routers,
)


def router(name: str, prefix: str = "") -> RouterRef:
    return RouterRef(f"app.{name}.router", "router", f"{name}_router", prefix)


CARTS, ORDERS, USERS = (router(name) for name in ("carts", "orders", "users"))

EMPTY = b"""\
from fastapi import FastAPI

app = FastAPI()
"""

FULL = b"""\
from fastapi import FastAPI

from app.carts.router import router as carts_router
from app.orders.router import router as orders_router
from app.users.router import router as users_router

app = FastAPI()
app.include_router(carts_router)
app.include_router(orders_router)
app.include_router(users_router)
"""


def applied(source: bytes, *routers: RouterRef) -> bytes:
    outcome = IncludeRouters(routers).apply(source)
    assert isinstance(outcome, Changed), outcome
    return outcome.content


def reverted(source: bytes, *routers: RouterRef) -> bytes:
    outcome = IncludeRouters(routers).revert(source)
    assert isinstance(outcome, Changed), outcome
    return outcome.content


def orders():
    return pytest.mark.parametrize(
        "order",
        list(permutations((CARTS, ORDERS, USERS))),
        ids=lambda order: "-".join(item.alias.removesuffix("_router") for item in order),
    )


def imports(source: bytes) -> list[bytes]:
    return [line for line in source.splitlines() if line.startswith(b"from app.")]


def test_together_they_come_out_sorted_and_in_the_order_of_registration():
    assert applied(EMPTY, CARTS, ORDERS, USERS) == FULL


@orders()
def test_one_by_one_is_the_same_as_all_at_once(order):
    source = EMPTY
    for item in order:
        source = applied(source, item)
    assert source == applied(EMPTY, *order)


@orders()
def test_imports_do_not_depend_on_the_order_and_includes_follow_it(order):
    source = applied(EMPTY, *order)
    assert imports(source) == imports(FULL)
    assert registered_routers(source) == tuple(f"{item.module}.router" for item in order)
    assert sorted(source.splitlines()) == sorted(FULL.splitlines())


@orders()
def test_taken_out_in_any_order_nothing_is_left(order):
    source = FULL
    for item in order:
        source = reverted(source, item)
    assert source == EMPTY


@orders()
def test_each_alone_leaves_the_others_as_if_it_had_never_been(order):
    first, second, third = order
    source = applied(EMPTY, *order)
    assert reverted(source, first) == applied(EMPTY, second, third)
    assert reverted(source, second) == applied(EMPTY, first, third)
    assert reverted(source, third) == applied(EMPTY, first, second)
    assert reverted(source, *order) == EMPTY


@pytest.mark.parametrize(
    "shape",
    [shape for shape in load_shapes() if shape.changes and not shape.lossy],
    ids=lambda shape: shape.name,
)
def test_two_routers_in_every_shape(shape: Shape):
    (own,) = shape.edit.routers
    other = router("billing", own.prefix)
    both = applied(applied(shape.before, own), other)
    assert is_registered(both, own)
    assert is_registered(both, other)
    assert both == applied(shape.before, own, other)
    assert reverted(both, other) == applied(shape.before, own)
    assert reverted(both, own) == applied(shape.before, other)
    assert reverted(reverted(both, own), other) == shape.before


def test_what_is_there_already_is_left_and_the_rest_is_added():
    assert applied(applied(EMPTY, CARTS), CARTS, ORDERS, USERS) == FULL


def test_refusal_hands_over_only_what_is_missing():
    source = applied(EMPTY, CARTS) + b"\nif orders_router:\n    pass\n" + b"x = (\n"
    outcome = IncludeRouters((CARTS, ORDERS)).apply(source)
    assert isinstance(outcome, Refused)
    assert "carts" in outcome.snippet
    several = FULL.replace(b"app = FastAPI()\n", b"app = FastAPI()\nother = FastAPI()\n")
    several += b"other.include_router(users_router)\n"
    outcome = IncludeRouters((ORDERS, router("stock", "/api"))).apply(several)
    assert isinstance(outcome, Refused)
    assert outcome.snippet == (
        "from app.stock.router import router as stock_router\n"
        'app.include_router(stock_router, prefix="/api")'
    )


def test_different_prefixes_find_their_own_aggregators():
    source = b"""\
from fastapi import APIRouter, FastAPI

v1 = APIRouter(prefix="/v1")
v2 = APIRouter(prefix="/v2")

app = FastAPI()
app.include_router(v1)
app.include_router(v2)
"""
    assert (
        applied(source, router("a", "/v1"), router("b", "/v2"), router("c", "/v2"))
        == b"""\
from fastapi import APIRouter, FastAPI

from app.a.router import router as a_router
from app.b.router import router as b_router
from app.c.router import router as c_router

v1 = APIRouter(prefix="/v1")
v1.include_router(a_router)
v2 = APIRouter(prefix="/v2")
v2.include_router(b_router)
v2.include_router(c_router)

app = FastAPI()
app.include_router(v1)
app.include_router(v2)
"""
    )


OWN_EDITS = {
    "a comment above": (
        b"app.include_router(orders_router)",
        b"# Sales.\napp.include_router(orders_router)",
        b"# Sales.\n",
    ),
    "a prefix and tags": (
        b"app.include_router(orders_router)",
        b'app.include_router(\n    orders_router,\n    prefix="/sales",\n    tags=["sales"],\n)',
        b"",
    ),
    "a keyword": (
        b"app.include_router(orders_router)",
        b"app.include_router(router=orders_router)",
        b"",
    ),
    "another alias": (b"orders_router", b"sales_router", None),
    "parentheses": (
        b"from app.orders.router import router as orders_router",
        b"from app.orders.router import (\n    router as orders_router,\n)",
        b"",
    ),
    "a comment on the line": (
        b"import router as orders_router",
        b"import router as orders_router  # noqa: E402",
        None,
    ),
}


@pytest.mark.parametrize("name", OWN_EDITS)
def test_is_taken_out_whatever_its_owner_made_of_it(name):
    before, after, left = OWN_EDITS[name]
    changed = FULL.replace(before, after)
    assert changed != FULL
    result = reverted(changed, ORDERS)
    assert result.replace(left or b"", b"") == applied(EMPTY, CARTS, USERS)
    assert not left or left in result


def test_own_lines_between_and_around_survive():
    owner = (
        FULL.replace(b"from app.users", b"from app.mail import Mailer\nfrom app.users")
        .replace(
            b"app.include_router(orders", b"app.state.mailer = Mailer()\napp.include_router(orders"
        )
        .replace(b"app = FastAPI()", b'"""Here it begins."""\napp = FastAPI(title="Shop")')
    ) + b"\n\n@app.get('/health')\ndef health() -> None: ...\n"
    expected = b"".join(line for line in owner.splitlines(keepends=True) if b"orders" not in line)
    assert reverted(owner, ORDERS) == expected
    assert applied(reverted(owner, ORDERS), ORDERS).count(b"orders_router") == 2


def test_include_that_was_moved_into_a_condition_is_found_there():
    moved = FULL.replace(
        b"app.include_router(orders_router)\n",
        b"if app.debug:\n    app.debug = False\n    app.include_router(orders_router)\n",
    )
    assert b"orders" not in reverted(moved, ORDERS)
    assert IncludeRouters((ORDERS,)).apply(moved) == Unchanged()


def test_import_of_other_names_keeps_them():
    shared = FULL.replace(
        b"import router as orders_router", b"import router as orders_router, TAGS"
    ).replace(b"FastAPI()", b"FastAPI(openapi_tags=TAGS)")
    assert reverted(shared, ORDERS) == shared.replace(
        b"router as orders_router, TAGS", b"TAGS"
    ).replace(b"app.include_router(orders_router)\n", b"")


IN_USE = {
    "in a condition": (b"if orders_router.routes:\n    pass\n", "is used by more than"),
    "in a decorator": (b"@orders_router.get('/x')\ndef x() -> None: ...\n", "is used by more than"),
    "exported": (b"ROUTERS = [orders_router]\n", "is used by more than"),
    "included with others": (
        b"for item in (users_router, orders_router):\n    app.include_router(item)\n",
        "by a loop over several",
    ),
    "on a shared line": (
        b"app.include_router(orders_router); app.debug = True\n",
        "shares its line",
    ),
    "alone in its block": (
        b"if app.debug:\n    app.include_router(orders_router)\n",
        "Nothing would be left",
    ),
}


@pytest.mark.parametrize("name", IN_USE)
def test_is_not_taken_out_where_more_depends_on_it(name):
    use, reason = IN_USE[name]
    outcome = IncludeRouters((ORDERS,)).revert(FULL + use)
    assert isinstance(outcome, Refused)
    assert reason in outcome.reason
    assert outcome.line is not None
    assert outcome.snippet.splitlines()[:2] == [
        "from app.orders.router import router as orders_router",
        "app.include_router(orders_router)",
    ]


def test_refusal_names_the_very_lines_to_take_out():
    source = b"""\
from fastapi import FastAPI
from app.orders.router import (
    TAGS,
    router as sales,  # what is sold
)

app = FastAPI(openapi_tags=TAGS); app.include_router(
    sales, prefix="/sales"
)
"""
    assert IncludeRouters((ORDERS,)).revert(source) == Refused(
        "The include shares its line with other statements.",
        "from app.orders.router import router as sales\n"
        'app.include_router(\n    sales, prefix="/sales"\n)',
        7,
    )


def test_name_in_a_string_or_comment_is_no_use():
    source = FULL + b'# orders_router\nNAME = "orders_router"\n'
    assert reverted(source, ORDERS).count(b"orders_router") == 2


def test_another_router_of_the_same_name_is_left_alone():
    source = (
        EMPTY.replace(
            b"app = ", b"from shop.orders.router import router as orders_router\n\napp = "
        )
        + b"app.include_router(orders_router)\n"
    )
    assert IncludeRouters((ORDERS,)).revert(source) == Unchanged()
    assert not is_registered(source, ORDERS)
    assert b"router as orders_feature_router" in applied(source, ORDERS)


@pytest.mark.parametrize(
    "texts",
    [
        ("app.class", "router", "a"),
        ("app", "ro uter", "a"),
        ("app", "router", "a.b"),
        ("app", "a.b", "a"),
        ("", "router", "a"),
        ("app", "router", "a", "v1"),
        ("app", "router", "a", '/"'),
        ("app", "router", "a", "/v1\n"),
    ],
)
def test_what_is_no_name_never_becomes_code(texts):
    with pytest.raises(ValueError, match="is not a"):
        RouterRef(*texts)


def test_applications_are_found_with_their_lines_and_factories():
    source = EMPTY + b"\n\ndef create_app():\n    inner = FastAPI()\n    return inner\n"
    assert [(item.name, item.line, item.factory) for item in find_apps(source)] == [
        ("app", 3, None),
        ("inner", 7, "create_app"),
    ]
    assert find_apps(b"FastAPI(") == ()


def test_queries_of_unreadable_files_find_nothing():
    assert registered_routers(b"app.include_router(") == ()
    assert not is_registered(b"app.include_router(", ORDERS)
    assert isinstance(IncludeRouters((ORDERS,)).revert(b"("), Refused)
