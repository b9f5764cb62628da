"""Answers of generic classes, classes called like collections, and bodies that many depend on."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.bodies_described_by_models import RULE

TOP = """from typing import Generic, TypeVar
from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse
from pydantic import BaseModel
app = FastAPI()
class Sequence(BaseModel):
    name: str
T = TypeVar("T")
class Shown(Generic[T]):
    async def page(self) -> HTMLResponse: ...
    async def rows(self) -> list[int]: ...
def shown() -> Shown[int]: ...
"""


@pytest.mark.parametrize(
    "route",
    [
        "@app.get('/')\ndef a() -> Sequence: ...\n",
        "@app.get('/', response_model=list[Sequence])\ndef a(): ...\n",
        (
            "@app.get('/')\nasync def a(page: Shown[int] = Depends(shown)):\n"
            "    return await page.page()\n"
        ),
        (
            "@app.get('/')\ndef a(many: bool):\n"
            "    return StreamingResponse(b()) if many else HTMLResponse(c())\n"
        ),
    ],
)
def test_it_leaves_alone(route):
    assert lines(RULE, TOP + route) == []


@pytest.mark.parametrize(
    "route",
    [
        (
            "@app.get('/')\nasync def a(page: Shown[int] = Depends(shown)):\n"
            "    return await page.rows()\n"
        ),
        (
            "@app.get('/')\ndef a(many: bool):\n"
            "    return StreamingResponse(b()) if many else [c()]\n"
        ),
        (
            "@app.get('/')\ndef a(many: bool):\n"
            "    return StreamingResponse(b()) if many else ({} if c() else HTMLResponse(d()))\n"
        ),
        "@app.get('/')\ndef a() -> 'Sequence | dict': ...\n",
    ],
)
def test_it_finds(route):
    assert lines(RULE, TOP + route) == [14]


def test_a_body_that_many_routes_depend_on_is_read_once():
    source = f"""{TOP}async def body(request: Request):
    return await request.json()
@app.post("/a")
def a(given=Depends(body)) -> Sequence: ...
@app.post("/b")
def b(given=Depends(body)) -> Sequence: ...
"""
    assert lines(RULE, source) == [14]


HIDDEN = "@app.get('/', include_in_schema=False)\n"


@pytest.mark.parametrize(
    ("route", "found"),
    [
        ("def a():\n    return {'status': 'ok'}\n", [14]),
        ("def a() -> Sequence:\n    return {'name': 'a'}\n", []),
        ("def a():\n    return page()\n", []),
        ("def a(known: bool):\n    if known:\n        return page()\n    return {}\n", []),
        ("def a():\n    raise Refused\n", []),
    ],
)
def test_a_hidden_route_answers_with_json_where_it_is_written_down(route, found):
    assert lines(RULE, TOP + HIDDEN + route) == found
