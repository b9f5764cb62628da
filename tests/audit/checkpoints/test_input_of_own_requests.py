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


LOGGED = """from fastapi import Depends, Request
from pydantic import BaseModel
class Tide(BaseModel):
    height: int
"""
LOG_BODY = """async def log_body(request: Request):
    try:
        body = await request.json()
    except ValueError:
        body = {}
    path = await write_body_log(request, body)
    request.state.path = path
"""
KEEP_RAW = "def keep_raw(raw): return rows.append(raw)\n"
KEEP_BODY = """async def keep_body(request: Request):
    body = await request.json()
    request.state.body = body
"""


@pytest.mark.parametrize(
    ("helper", "given", "does", "verdict"),
    [
        ("", "tide: Tide", "raw = await request.json(); log.debug('got', {'raw': raw})", "met"),
        ("", "tide: Tide", "log.info(await request.json())", "met"),
        (LOG_BODY, "tide: Tide", "pass", "met"),
        # It is read for nothing else, and no model describes it.
        ("", "name: str", "raw = await request.json(); log.debug(raw)", "not_met"),
        ("", "tide: Tide", "raw = await request.json(); log.debug(raw); save(raw)", "not_met"),
        ("", "tide: Tide", "raw = await request.json(); return raw", "not_met"),
        (KEEP_BODY, "tide: Tide", "pass", "not_met"),
        # A log is told what became of it, and a row is no log.
        ("", "tide: Tide", "raw = await request.json(); log.info(await save(raw))", "not_met"),
        ("", "tide: Tide", "raw = await request.json(); log.info(str(keep_raw(raw)))", "not_met"),
        ("", "tide: Tide", "raw = await request.json(); await add_audit_row(raw)", "not_met"),
    ],
)
def test_a_body_that_a_model_describes_may_be_read_again_for_logs(helper, given, does, verdict):
    name = helper.partition("(")[0].removeprefix("async def ")
    taken = f"dependencies=[Depends({name})]" if helper else ""
    route = f"@app.post('/tides', {taken})\nasync def add(request: Request, {given}):\n    {does}\n"
    assert judge(facts(TOP + LOGGED + KEEP_RAW + helper + route)).verdict.value == verdict
