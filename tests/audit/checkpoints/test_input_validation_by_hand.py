"""Bodies that code parses itself, beside others and alone."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.input_validation import judge

HEAD = """from fastapi import FastAPI, Request
from pydantic import BaseModel
app = FastAPI()
class Event(BaseModel):
    kind: str
"""
HOOK = '@app.post("/webhook")\nasync def take(request: Request):\n'
TYPED = '@app.post("/events")\nasync def add(event: Event): ...\n'


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (f"{HOOK}    data = await request.json()\n", "not_met"),
        (f"{TYPED}{HOOK}    data = await request.json()\n", "partial"),
        (f"{HOOK}    data = verified(await request.body())\n", "not_applicable"),
        (TYPED, "met"),
    ],
)
def test_what_code_parses_alone_is_described_by_nothing(source, verdict):
    assert judge(facts({"app/main.py": HEAD + source})).verdict.value == verdict
