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


@pytest.mark.parametrize(
    ("read", "verdict", "note"),
    [
        ("Event.model_validate(await request.json())", "partial", "is described by no signature"),
        ("Event.model_validate_json(await request.body())", "met", "is described by no signature"),
        ("await request.json()", "not_met", "has no model"),
    ],
)
def test_what_is_put_through_a_model_is_not_said_to_have_none(read, verdict, note):
    route = f'@app.post("/things")\nasync def take(request: Request):\n    data = {read}\n'
    found = judge(facts({"app/main.py": f"{HEAD}{TYPED}{route}"}))
    assert found.verdict.value == verdict
    notes = [each.note for each in found.evidence if "request." in each.note]
    assert [each.partition(") ")[2] for each in notes] == [note]
