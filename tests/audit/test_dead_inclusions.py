"""Routers that something which nothing serves includes, before what is served does."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.facts.routing.inclusions import everywhere

APP = "from fastapi import FastAPI\nfrom app import {0}\napp = FastAPI()\n{1}"
BOOKS = """\
from fastapi import APIRouter
router = APIRouter(prefix='/books')
@router.get('/')
def read() -> int:
    return 1
"""
AROUND = """\
from fastapi import APIRouter
from app import books
router = APIRouter(prefix='/{0}')
router.include_router(books.router)
"""
MAIN = APP.format("books", "app.include_router(books.router, prefix='/v1')\n")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # What comes first in the project is not what serves the router.
        ({"a_left_over.py": AROUND.format("old"), "main.py": MAIN}, {"/v1/books/"}),
        (
            {
                "a_left_over.py": AROUND.format("old"),
                "api.py": AROUND.format("api"),
                "main.py": APP.format("api", "app.include_router(api.router)\n"),
            },
            {"/api/books/"},
        ),
        (
            {
                "a_left_over.py": AROUND.format("old"),
                "api.py": AROUND.format("api"),
                "main.py": APP.format(
                    "api, books", "app.include_router(api.router)\napp.include_router(books.router)"
                ),
            },
            {"/api/books/", "/books/"},
        ),
        # Nothing serves it at all.
        ({"a_left_over.py": AROUND.format("old"), "main.py": APP.format("books", "")}, set()),
    ],
)
def test_a_router_is_served_by_what_leads_to_an_application(files, expected):
    named = {f"app/{name}": text for name, text in files.items()}
    found = facts({**named, "app/books.py": BOOKS})
    assert {each.path for route in found.routes for each in everywhere(found, route)} == expected


def test_many_layers_that_nothing_serves_are_looked_at_once():
    sides = range(9)
    text = "from fastapi import APIRouter\n"
    for layer in range(9):
        for side in sides:
            text += f"r{layer}_{side} = APIRouter()\n"
            for below in sides if layer else ():
                text += f"r{layer}_{side}.include_router(r{layer - 1}_{below})\n"
    text += "@r0_0.get('/')\ndef read() -> int:\n    return 1\n"
    found = facts({"app/books.py": text, "app/main.py": APP.format("books", "")})
    assert not found.routes
