"""Routers that are included in loops, by helpers, and by what functions make."""

from __future__ import annotations

import pytest
from support.audited import facts

USERS = """\
from fastapi import APIRouter
router = APIRouter(prefix='/users')
@router.get('/')
def read() -> int:
    return 1
"""
BOOKS = USERS.replace("/users", "/books")
HEAD = "from fastapi import APIRouter, Depends, FastAPI\nfrom app import books, users\n"


def paths(main: str, **files: str) -> set[str]:
    named = {f"app/{name}.py": text for name, text in files.items()}
    found = facts(
        {"app/main.py": HEAD + main, "app/users.py": USERS, "app/books.py": BOOKS, **named}
    )
    assert not found.served.unknown
    return {route.path for route in found.routes}


@pytest.mark.parametrize(
    "source",
    [
        ("for each in [users.router, books.router]:\n    app.include_router(each, prefix='/v1')\n"),
        ("for module in (users, books):\n    app.include_router(module.router, prefix='/v1')\n"),
        ("ALL = (users.router, books.router)\nfor r in ALL: app.include_router(r, prefix='/v1')\n"),
        (
            "ALL = [users.router]\n"
            "ALL.append(books.router)\n"
            "for r in ALL: app.include_router(r, prefix='/v1')\n"
        ),
        (
            "ALL = [users.router]\n"
            "ALL += [books.router]\n"
            "for r in ALL: app.include_router(router=r, prefix='/v1')\n"
        ),
        (
            "for r, p in [(users.router, '/v1'), (books.router, '/v1')]:\n"
            "    app.include_router(r, prefix=p)\n"
        ),
        (
            "ALL = {'/v1': users.router, '/v1/': books.router}\n"
            "for p, r in ALL.items(): app.include_router(r, prefix='/v1')\n"
        ),
        (
            "ALL = {'users': users.router, 'books': books.router}\n"
            "for r in ALL.values(): app.include_router(r, prefix='/v1')\n"
        ),
        (
            "for each in [{'router': users.router, 'at': '/v1'}, {'router': books.router, 'at': '/v1'}]:\n"
            "    app.include_router(each['router'], prefix=each.get('at'))\n"
        ),
        ("[app.include_router(r, prefix='/v1') for r in (users.router, books.router)]\n"),
        (
            "for n, r in enumerate([users.router, books.router]): app.include_router(r, prefix='/v1')\n"
        ),
        (
            "for m in [users, books]:\n"
            "    found = m.router\n"
            "    app.include_router(found, prefix='/v1')\n"
        ),
        (
            "def add(app, *, router, prefix='/v1'):\n"
            "    app.include_router(router, prefix=prefix)\n"
            "add(app, router=users.router)\n"
            "add(app, router=books.router)\n"
        ),
        (
            "def add(app: FastAPI, routers):\n"
            "    for r in routers: app.include_router(r, prefix='/v1')\n"
            "add(app, [users.router, books.router])\n"
        ),
        (
            "from dataclasses import dataclass\n"
            "@dataclass\n"
            "class Part:\n"
            "    router: APIRouter\n"
            "    at: str = ''\n"
            "PARTS = [Part(users.router, '/v1'), Part(at='/v1', router=books.router)]\n"
            "for part in PARTS: app.include_router(part.router, prefix=part.at)\n"
        ),
    ],
)
def test_what_a_loop_or_a_helper_includes_has_its_prefix(source):
    assert paths(f"app = FastAPI()\n{source}") == {"/v1/users/", "/v1/books/"}


def test_lists_stand_in_other_modules_and_in_what_functions_return():
    listed = (
        "from app.users import router as first\nfrom app.books import router as second\n"
        "def all_routers():\n    return [first, second]\nLISTED = [*all_routers()]\n"
    )
    source = (
        "from app.listed import LISTED as found\napp = FastAPI()\n"
        "for r in found: app.include_router(r, prefix='/v1')\n"
    )

    assert paths(source, listed=listed) == {"/v1/users/", "/v1/books/"}


def test_dependencies_of_a_loop_are_those_of_its_routes():
    main = (
        "def check(): ...\napp = FastAPI()\n"
        "for r in [users.router]:\n    app.include_router(r, dependencies=[Depends(check)])\n"
        "app.include_router(books.router)\n"
    )
    found = facts({"app/main.py": HEAD + main, "app/users.py": USERS, "app/books.py": BOOKS})

    assert {route.path: len(route.dependencies) for route in found.routes} == {
        "/users/": 1,
        "/books/": 0,
    }


def test_each_router_of_a_factory_has_its_own_prefix():
    main = (
        "from app.parts import one, two\napp = FastAPI()\n"
        "app.include_router(one, prefix='/one')\napp.include_router(two, prefix='/two')\n"
    )
    parts = (
        "from fastapi import APIRouter\n"
        "def make(router=None):\n    router = router or APIRouter()\n    return router\n"
        "one = make()\ntwo = make()\n"
        "@one.get('/a')\ndef a(): ...\n@two.get('/b')\ndef b(): ...\n"
    )
    found = facts({"app/main.py": HEAD + main, "app/parts.py": parts})

    assert {route.path for route in found.routes} == {"/one/a", "/two/b"}


def test_routers_of_libraries_of_fastapi_are_routers():
    main = (
        "from fastapi_crudrouter import MemoryCRUDRouter\nfrom aiogram import Router\n"
        "app = FastAPI()\nr = MemoryCRUDRouter()\n@r.get('/x')\ndef x(): ...\n"
        "app.include_router(r, prefix='/v1')\n"
        "bot = Router()\n@bot.get('y')\ndef y(): ...\n"
    )
    found = facts({"app/main.py": HEAD + main})

    assert {route.path for route in found.routes} == {"/v1/x"}


def test_a_router_is_named_by_the_package_that_is_imported():
    main = "import api.parts\napp = FastAPI()\napp.include_router(api.parts.router, prefix='/v1')\n"
    found = facts(
        {
            "server/main.py": "from fastapi import FastAPI\n" + main,
            "server/api/parts.py": USERS,
        }
    )

    assert {route.path for route in found.routes} == {"/v1/users/"}


@pytest.mark.parametrize(
    "source",
    [
        "for r in discover(): app.include_router(r)\n",
        "for name in names(): app.include_router(getattr(load(name), 'router'))\n",
    ],
)
def test_what_is_found_at_run_time_is_not_decided(source):
    main = f"from app.found import discover, load, names\napp = FastAPI()\n{source}"
    found = facts({"app/main.py": HEAD + main, "app/users.py": USERS, "app/books.py": BOOKS})

    assert len(found.served.unknown) == 1
    assert {route.path for route in found.routes} == {"/users/", "/books/"}
