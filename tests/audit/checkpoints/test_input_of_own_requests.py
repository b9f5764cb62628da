"""Answers to a program's own requests are no requests that it takes."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.input_validation import judge

TOP = """from fastapi import FastAPI
app = FastAPI()
@app.get("/tides")
def tides() -> list[str]: ...
"""
OPENED = """async def fetched(session, url):
    async with session.get(url) as req:
        return await req.json()
"""
HELD = """class Tides:
    async def fetched(self, url):
        self.req = await self.session.get(url)
        return await self.req.json()
"""
HANDED = """class Tides:
    async def fetched(self):
        return await self.req.json()
"""
TAKEN = """async def taken(req):
    return await req.json()
"""


@pytest.mark.parametrize(
    ("source", "is_unknown"),
    [(OPENED, False), (HELD, False), (TAKEN, True), (HANDED, True)],
)
def test_what_is_opened_is_no_request(source: str, *, is_unknown: bool) -> None:
    verdict = judge(facts({"app/main.py": TOP + source})).verdict.value
    assert (verdict == "unknown") is is_unknown
