"""Lists of other servers, whoever else is asked on the way."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """import httpx
import vendor
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session
from app.models import Key, Lamp
app = FastAPI()
client = vendor.Client()
def check_user(token): return httpx.get("https://login.example.org", headers={"a": token}).json()
def key_of(session: Session): return session.query(Key).first()
def fetch_lamps(session):
    key = key_of(session)
    answer = httpx.get("https://lamps.example.org", params={"key": key})
    return answer.json()
"""


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        ("return httpx.get('https://lamps.example.org').json()", False),
        ("check_user(token)\n    return client.get_lamps()", True),
        ("check_user(token)\n    return session.query(Lamp).all()", True),
        ("return fetch_lamps(session)", False),
        (
            (
                "lamps = []\n    for each in fetch_lamps(session):\n"
                "        lamps.append(each)\n    return lamps"
            ),
            False,
        ),
        (
            (
                "client = httpx.Client()\n    lamps = vendor.gather([lambda: client.get(token)])\n"
                "    return vendor.page_of(lamps)"
            ),
            False,
        ),
        ("found = fetch_lamps(session)\n    session.add(found)\n    return found", True),
        (
            "seen = session.query(Lamp).all()\n    return {'a': seen, 'b': fetch_lamps(session)}",
            True,
        ),
    ],
)
def test_where_the_answer_is_from(body, is_found):
    route = (
        "@app.get('/lamps', response_model=list[str])\n"
        f"def get_lamps(token: str, session: Session = Depends()):\n    {body}\n"
    )
    assert bool(lines(RULE, TOP + route)) is is_found


@pytest.mark.parametrize(
    ("parameters", "is_found"),
    [
        ("max_cursor: int = 0, count: int = 20", True),
        ("counts: int = Query(20), cursor: str = ''", True),
        ("offset: int = 0, size: int = 20", True),
        ("cursor: int = 0, count: int = Query(20, le=100)", False),
        ("count: int = 20", False),
        ("cursor: int = 0, count: str = 'all'", False),
        ("cursor: int = 0, weight: int = 20", False),
    ],
)
def test_a_number_beside_a_cursor_is_how_many_are_asked_for(parameters, is_found):
    route = (
        f"@app.get('/lamps')\ndef get_lamps({parameters}):\n"
        "    return httpx.get('https://lamps.example.org', params=[count, size, counts]).json()\n"
    )
    top = TOP.replace("import Depends", "import Query, Depends")
    assert bool(lines(RULE, top + route)) is is_found
