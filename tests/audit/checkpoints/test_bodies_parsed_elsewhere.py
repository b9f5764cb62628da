"""Bodies that a library takes apart: the project does not show whether anything validates them."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.input_validation import judge

HEAD = """from fastapi import FastAPI, Request
from pydantic import BaseModel
from kit.http import get_request_user, parse_request
from kit import http
app = FastAPI()
"""
TYPED = """class Order(BaseModel):
    product: str
@app.post("/orders")
def create(order: Order) -> None: ...
"""


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("@app.post('/x')\nasync def pass_on(request: Request):\n    {}\n", "partial"),
        ("@app.get('/x')\nasync def pass_on(request: Request):\n    {}\n", "met"),
        (
            (
                "async def process(path, request):\n    {}\n"
                "@app.put('/x')\nasync def pass_on(request: Request):\n"
                "    return await process('x', request)\n"
            ),
            "partial",
        ),
        (
            "@app.post('/x')\nasync def pass_on(request: Request):\n    get_request_user(request)\n",
            "met",
        ),
    ],
)
@pytest.mark.parametrize(
    "parsed", ["await parse_request(request)", "await http.read_json(request, True)"]
)
def test_a_body_that_a_library_parses(source, verdict, parsed):
    source = source.format(parsed)
    assert judge(facts(HEAD + TYPED + source)).verdict.value == verdict
    alone = {"partial": "unknown", "met": "not_applicable"}[verdict]
    assert judge(facts(HEAD + source)).verdict.value == alone


@pytest.mark.parametrize(
    ("called", "verdict"),
    [
        ("load_user_data(request)", "met"),
        ("get_user_data(request)", "met"),
        ("get_request(request)", "met"),
        ("get_login_form(request)", "met"),
        ("decode_token_payload(request)", "met"),
        ("extract_session_data(request)", "met"),
        ("get_request_data(request)", "partial"),
        ("load_json(request)", "partial"),
        ("parse_order_form(request)", "partial"),
        ("parse_data(request)", "partial"),
        ("read_posted_json(request)", "partial"),
    ],
)
def test_what_is_looked_up_with_a_request_is_no_body(called, verdict):
    name = called.partition("(")[0]
    source = f"from kit.more import {name}\n@app.post('/x')\nasync def add(request: Request):\n"
    assert judge(facts(f"{HEAD}{TYPED}{source}    {called}\n")).verdict.value == verdict
