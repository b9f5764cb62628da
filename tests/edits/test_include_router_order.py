"""Routers that have a place of their own among others."""

from __future__ import annotations

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
