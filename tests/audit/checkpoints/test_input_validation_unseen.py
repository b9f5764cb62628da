"""Requests that code parses of which no route is known: whether all bodies are described is open."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.input_validation import judge

HEAD = """from fastapi import FastAPI, Request
from pydantic import BaseModel
from starlette.middleware.base import BaseHTTPMiddleware
app = FastAPI()
class Item(BaseModel):
    name: str
@app.post("/items")
def add(item: Item): ...
"""


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("class Page:\n    async def fill(self):\n        await self.request.json()\n", "unknown"),
        ("async def fill(given: Request):\n    return await given.form()\n", "unknown"),
        ("async def fill(request):\n    return await request.json()\n", "unknown"),
        # What another service answers with is no body of a request.
        ("async def ask(client):\n    return await client.get('/').json()\n", "met"),
        ("async def ask(response):\n    return await response.json()\n", "met"),
        ("async def ask(c):\n    request = await c.get('/')\n    await request.json()\n", "met"),
        (
            (
                "from sqladmin.authentication import AuthenticationBackend\n"
                "class Gate(AuthenticationBackend):\n"
                "    async def login(self, request: Request):\n"
                "        form = await request.form()\n"
            ),
            "met",
        ),
        (
            (
                "from functools import wraps\n"
                "async def note(request: Request):\n    print(await request.json())\n"
                "def noted(function):\n    @wraps(function)\n"
                "    async def wrapper(request: Request):\n"
                "        await note(request)\n        return await function(request)\n"
                "    return wrapper\n"
            ),
            "met",
        ),
        (
            (
                "class Log(BaseHTTPMiddleware):\n"
                "    async def dispatch(self, request: Request, call_next):\n"
                "        print(await request.json())\n"
                "app.add_middleware(Log)\n"
            ),
            "met",
        ),
    ],
)
def test_beside_a_body_with_a_model(code, verdict):
    assert judge(facts(HEAD + code)).verdict.value == verdict


def test_where_no_route_takes_a_body():
    source = "async def fill(request):\n    return await request.json()\n"
    assert judge(facts(source)).verdict.value == "unknown"


LEFT = """from fastapi import APIRouter, Request
router = APIRouter()
@router.post("/old")
async def add_old(request: Request):
    return await {read}
"""


PARSE = "async def parse(request: Request):\n    return await request.json()\n"


@pytest.mark.parametrize(("read", "helper"), [("request.json()", ""), ("parse(request)", PARSE)])
def test_routers_that_nothing_includes_parse_nothing(read, helper):
    old = LEFT.format(read=read) + helper
    assert judge(facts({"app/main.py": HEAD, "app/old.py": old})).verdict.value == "met"


@pytest.mark.parametrize(
    ("including", "verdict"),
    [
        # One that is included parses them, and one that nobody can tell may.
        ("from app.old import router\napp.include_router(router)\n", "not_met"),
        ("import plugins\nfor each in plugins.all():\n    app.include_router(each)\n", "not_met"),
    ],
)
def test_routers_that_are_included(including, verdict):
    old = LEFT.format(read="request.json()")
    found = facts({"app/main.py": HEAD + including, "app/old.py": old})
    assert judge(found).verdict.value == verdict


def test_a_helper_of_nobody_beside_a_router_that_nothing_includes():
    old = (
        LEFT.format(read="request.json()") + "async def fill(request):\n    await request.form()\n"
    )
    assert judge(facts({"app/main.py": HEAD, "app/old.py": old})).verdict.value == "unknown"
