"""Routes whose decorators are given their keywords by ``**``."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.rules.bodies_described_by_models import RULE

TOLD = """from dataclasses import dataclass, field
from pydantic import BaseModel
class Item(BaseModel):
    name: str
@dataclass
class Common:
    tags: list = field(default_factory=lambda: ["items"])
@dataclass
class One(Common):
    summary: str = "One item"
    response_model: type = list[Item]
@dataclass
class Open(Common):
    status_code: int = 201
told = {"one": {"response_model": Item}, "open": {"status_code": 201}}
also = {**told["one"], "summary": "Also"}
"""
MAIN = """from dataclasses import asdict
from fastapi import FastAPI
from app.told import One, Open, also, told
app = FastAPI()
open_ = {"summary": "One"}
open_ = {"summary": "Two"}
%s
def read():
    return found()
"""


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("**asdict(One())", []),
        ("**vars(One())", []),
        ("**told['one']", []),
        ("**told.get('one')", []),
        ("**also", []),
        ("**dict(response_model=One)", []),
        ("**asdict(Open())", [8]),
        ("**asdict(One(response_model=dict))", [8]),
        ("**told['open']", [8]),
        ("**told['none']", [8]),
        ("**open_", [8]),
    ],
)
def test_what_a_decorator_is_given_by_stars_is_read(given, found):
    files = {"app/told.py": TOLD, "app/main.py": MAIN % f"@app.get('/items', {given})"}
    assert lines(RULE, files) == found


def test_mappings_that_hold_themselves_end():
    source = "from fastapi import FastAPI\napp = FastAPI()\na = {**b}\nb = {**a}\n"
    (route,) = facts(f"{source}@app.get('/', **a)\ndef read(): ...\n").routes
    assert route.path == "/"
