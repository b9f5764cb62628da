from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.input_validation import judge

HEAD = """from typing import Annotated, Any
from fastapi import Body, FastAPI, Form, Request
from pydantic import BaseModel
app = FastAPI()
class Item(BaseModel):
    name: str
    extra: dict
Alias = Annotated[dict[str, Any], Body()]
"""
# A dependency that a function makes, ``Depends`` included.
READ = """from fastapi import Depends
def read():
    return Depends(inner)
async def inner(request: Request):
    data = await request.json()
"""
USE = "@app.post('/x')\ndef f(item=read()): ..."

RAW = """import json
@app.post('/x')
async def f(request: Request):
    raw = await request.body()
"""
TYPED = "@app.post('/y')\ndef g(item: Item): ..."
ORDERED = "from collections import OrderedDict\n"
LOGIN = """from fastapi import Depends
from fastapi.security import OAuth2PasswordRequestForm
class Login(OAuth2PasswordRequestForm): ...
"""


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("@app.post('/x')\ndef f(item: Item): ...", "met"),
        ("@app.post('/x')\ndef f(items: list[Item]): ...", "met"),
        ("@app.post('/x')\ndef f(name: str = Form()): ...", "met"),
        ("@app.post('/x')\ndef f(prices: dict[str, int]): ...", "met"),
        ("@app.post('/x')\ndef f(item: dict): ...", "not_met"),
        ("@app.post('/x')\ndef f(item: Alias): ...", "not_met"),
        ("@app.post('/x')\ndef f(items: list): ...", "not_met"),
        ("@app.post('/x')\ndef f(items: list[int]): ...", "met"),
        # The annotation of the route's own request tells what its helper is handed.
        (
            (
                "class Reader:\n    async def read(self, request):\n"
                "        return await request.json()\n"
                "@app.post('/x')\nasync def f(request: Request):\n"
                "    return await Reader().read(request)"
            ),
            "not_met",
        ),
        ("@app.post('/x')\ndef f(items: list[dict[str, Any]]): ...", "not_met"),
        ("@app.post('/x')\nasync def f(request: Request): await request.json()", "not_met"),
        (
            "@app.post('/webhook')\nasync def f(request: Request): await request.body()",
            "not_applicable",
        ),
        ("@app.post('/webhook')\nasync def f(request: Request): await request.json()", "not_met"),
        ("@app.post('/sms-callback')\nasync def f(r: Request): await r.form()", "not_met"),
        (
            "@app.get('/webhook')\nasync def f(request: Request): await request.json()",
            "not_applicable",
        ),
        (
            (
                "@app.post('/webhook')\nasync def f(request: Request): await request.body()\n"
                "@app.post('/x')\ndef g(item: Item): ..."
            ),
            "met",
        ),
        (
            (
                "@app.post('/x')\nasync def f(request: Request):\n"
                "    return Item.model_validate(await request.json())"
            ),
            "partial",
        ),
        (
            (
                "@app.post('/x')\nasync def f(request: Request):\n"
                "    body = await request.json()\n    return Item(**body)"
            ),
            "partial",
        ),
        (
            (
                "@app.post('/x')\nasync def f(request: Request):\n"
                "    if form := await request.form():\n        return form['name']\n"
                "    return Item(**await request.json())"
            ),
            "not_met",
        ),
        # Bytes are no values, until something makes values of them.
        (f"{RAW}    check(raw)", "not_met"),
        (f"{RAW}    check(raw)\n{TYPED}", "partial"),
        (f"{RAW}    check(json.loads(raw))\n{TYPED}", "not_met"),
        (f"{RAW}    check(raw)\n@app.post('/z')\ndef z(item: dict): ...", "not_met"),
        (
            (
                "@app.put('/x')\nasync def f(request: Request):\n"
                f"    async for part in request.stream():\n        check(part)\n{TYPED}"
            ),
            "partial",
        ),
        ("@app.get('/x')\ndef f(name: str): ...", "not_applicable"),
        (f"{ORDERED}@app.post('/x')\ndef f(item: OrderedDict): ...", "not_met"),
        (f"{LOGIN}@app.post('/x')\ndef f(form: Login = Depends()): ...", "met"),
        ("app.include_router(users.get_auth_router(backend))", "met"),
        (f"{READ}    return Item(**data)\n{USE}", "partial"),
        (f"{READ}    return data\n{USE}", "not_met"),
    ],
)
def test_bodies(source, verdict):
    assert judge(facts(f"{HEAD}{source}\n")).verdict.value == verdict
