"""Routers that have a place of their own among others."""

from __future__ import annotations

import pytest

from fastscaffold.edits import Changed, IncludeRouters, RouterRef

ORDER = ("app.health.router", "app.auth.router", "app.users.router", "app.files.router")

SOURCE = b"""\
from fastapi import FastAPI

from app.health import router as health_router
from app.orders import router as orders_router

app = FastAPI()
app.include_router(health_router)
app.include_router(orders_router, prefix="/api")
"""


def include(source: bytes, *names: str) -> bytes:
    routers = tuple(RouterRef(f"app.{name}", "router", f"{name}_router", "/api") for name in names)
    outcome = IncludeRouters(routers, order=ORDER).apply(source)
    assert isinstance(outcome, Changed)
    return outcome.content


def calls(source: bytes) -> list[str]:
    return [
        line.partition("(")[2].partition(",")[0].removesuffix(")")
        for line in source.decode().splitlines()
        if ".include_router(" in line
    ]


def test_each_stands_after_those_before_it_whatever_came_first():
    at_once = include(SOURCE, "auth", "users", "files")

    assert calls(at_once) == [
        "health_router", "auth_router", "users_router", "files_router", "orders_router",
    ]  # fmt: skip
    assert include(include(SOURCE, "files"), "auth", "users") == at_once
    assert include(include(include(SOURCE, "users"), "files"), "auth") == at_once


def test_one_that_the_order_does_not_name_comes_last():
    assert calls(include(SOURCE, "notes"))[-1] == "notes_router"


def test_without_any_before_it_it_comes_last():
    source = SOURCE.replace(b"app.include_router(health_router)\n", b"")

    assert calls(include(source, "auth")) == ["orders_router", "auth_router"]


def test_an_include_in_another_block_is_no_place():
    source = SOURCE.replace(
        b"app.include_router(health_router)", b"if app:\n    app.include_router(health_router)"
    )

    assert calls(include(source, "auth"))[-1] == "auth_router"


def test_an_include_that_shares_its_line_is_no_place():
    source = SOURCE.replace(b"(health_router)\n", b"(health_router); app.title = 'x'\n")

    assert calls(include(source, "auth"))[-1] == "auth_router"


def test_relative_imports_are_recognised():
    source = SOURCE.replace(b"from app.health", b"from .health")

    assert calls(include(source, "auth"))[1] == "auth_router"


FACTORY = b"""\
from fastapi import FastAPI

from app.health import router as health_router


def create_app():
    app = FastAPI()
    app.state.ready = True
    app.include_router(health_router)
    return app
"""


def put_before(source: bytes, *names: str) -> str:
    routers = tuple(RouterRef(f"app.{name}", "router", f"{name}_router", "/api") for name in names)
    outcome = IncludeRouters(routers, before=ORDER[:2]).apply(source)
    assert isinstance(outcome, Changed)
    return outcome.content.decode()


def test_what_comes_before_another_stands_right_above_it_in_the_order_of_registration():
    at_once = put_before(FACTORY, "orders", "notes")

    assert at_once == put_before(put_before(FACTORY, "orders").encode(), "notes")
    assert (
        """
    app.state.ready = True
    app.include_router(orders_router, prefix="/api")
    app.include_router(notes_router, prefix="/api")
    app.include_router(health_router)
    return app
"""
        in at_once
    )


def test_what_comes_before_several_stands_above_the_first():
    source = include(FACTORY, "auth")

    assert calls(put_before(source, "notes").encode()) == [
        "notes_router", "health_router", "auth_router",
    ]  # fmt: skip


def test_what_comes_after_one_that_others_come_before_follows_it():
    source = put_before(FACTORY, "orders").encode()

    assert calls(include(source, "auth")) == ["orders_router", "health_router", "auth_router"]


def test_a_comment_stays_with_the_include_that_it_is_about():
    line = "    app.include_router(health_router)\n"
    source = FACTORY.replace(line.encode(), f"\n    # For probes.\n{line}".encode())

    assert f"""
    app.state.ready = True

    app.include_router(orders_router, prefix="/api")
    # For probes.
{line}""" in put_before(source, "orders")


def test_a_blank_line_below_the_last_one_stays_below_the_next():
    line = "    app.include_router(health_router)\n"
    source = put_before(FACTORY, "orders").replace(line, f"\n    # For probes.\n{line}")

    assert f"""
    app.include_router(orders_router, prefix="/api")
    app.include_router(notes_router, prefix="/api")

    # For probes.
{line}""" in put_before(source.encode(), "notes")


@pytest.mark.parametrize(
    "line",
    [
        "app.router.dependencies.append(Depends(key))",
        "if worker: return app",
        "app.include_router(exports_router)",
        "app.include_router(auth_router); app.title = 'x'",
        "for router in (auth_router,): app.include_router(router)",
    ],
    ids=["configures", "returns", "own", "shared", "loop"],
)
def test_nothing_but_those_is_passed(line):
    source = include(FACTORY, "auth").decode()
    includes = "app.include_router(auth_router"
    source = source.replace(f"    {includes}", f"    {line}\n    {includes}")

    assert calls(put_before(source.encode(), "notes").encode())[-2:] == [
        "notes_router", "auth_router",
    ]  # fmt: skip


def test_another_router_of_the_same_name_is_not_gone_into():
    source = b"""\
from fastapi import APIRouter, FastAPI
from app.health import router as health_router
from app.tags import router as tags_router
app = FastAPI()
api = APIRouter(prefix="/internal")
api.include_router(health_router)
app.include_router(api)
api = APIRouter(prefix="/api")
api.include_router(tags_router)
app.include_router(api)
"""

    put = put_before(source, "notes")

    assert put.index("include_router(notes_router") > put.index('APIRouter(prefix="/api")')


def test_without_any_after_it_it_comes_last():
    source = FACTORY.replace(b"health", b"tags")

    assert calls(put_before(source, "orders").encode()) == ["tags_router", "orders_router"]


def test_imports_stay_above_an_include_of_a_module_that_comes_first():
    source = b"from app.health import router\nfrom fastapi import FastAPI\napp = FastAPI()\n"
    source += b"app.include_router(router)\n"

    assert (
        put_before(source, "orders")
        == """\
from app.health import router
from app.orders import router as orders_router
from fastapi import FastAPI
app = FastAPI()
app.include_router(orders_router, prefix="/api")
app.include_router(router)
"""
    )
