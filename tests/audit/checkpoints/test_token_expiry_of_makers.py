"""Claims of which several makers may be asked: each has to end them itself."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge

HEAD = """import os, jwt
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from fastapi import FastAPI
app = FastAPI()
KEY = os.environ["KEY"]
def soon():
    return datetime.now(UTC) + timedelta(minutes=15)
"""
WEB = "class Web{base}:\n    def claims(self):\n        return {{'sub': 1, 'exp': soon()}}\n"
DEVICE = "class Device{base}:\n    def claims(self):\n        return {claims}\n"
ISSUE = """def issue(subject{kind}):
    {payload}
    return jwt.encode(payload, KEY)
@app.post("/login")
def login():
    return issue(Web())
@app.post("/device/login")
def login_device():
    return issue(Device())
"""
CLAIMS = "payload = subject.claims()"
ENDLESS = "{'sub': 2}"
DUCKS = WEB.format(base="") + DEVICE + ISSUE
DERIVED = (
    "class Maker(ABC):\n    @abstractmethod\n    def claims(self): ...\n"
    + WEB.format(base="(Maker)")
    + DEVICE
    + ISSUE
)
PROTOCOL = DERIVED.replace("(ABC)", "(Protocol)").replace("    @abstractmethod\n", "")


def _source(kinds, claims=ENDLESS, payload=CLAIMS):
    base = "" if kinds is DUCKS else "(Maker)"
    kind = "" if kinds is DUCKS else ": Maker"
    # What stands in braces in the part that is filled in already is no field of the format.
    filled = kinds.replace("{'sub': 1, 'exp': soon()}", "ENDING")
    filled = filled.format(base=base, claims=claims, kind=kind, payload=payload)
    return HEAD + filled.replace("ENDING", "{'sub': 1, 'exp': soon()}")


@pytest.mark.parametrize("kinds", [DUCKS, DERIVED, PROTOCOL])
@pytest.mark.parametrize(
    ("claims", "verdict"),
    [
        (ENDLESS, "not_met"),
        ("dict(sub=2)", "not_met"),
        ("{'sub': 2, 'exp': soon()}", "met"),
        # What cannot be seen may hold an end.
        ("{'sub': 2, **told()}", "met"),
    ],
)
def test_each_maker_ends_its_claims(kinds, claims, verdict):
    assert judge(facts(_source(kinds, claims))).verdict.value == verdict


@pytest.mark.parametrize("kinds", [DUCKS, DERIVED])
@pytest.mark.parametrize(
    "payload",
    [
        "payload = {**subject.claims(), 'exp': soon()}",
        "payload = subject.claims()\n    payload['exp'] = soon()",
        "payload = subject.claims()\n    payload.update(exp=soon())",
        "payload = ended(subject.claims())",
        "payload = {**Web().claims(), **subject.claims()}",
    ],
)
def test_an_end_that_is_put_in_later_is_that_of_all(kinds, payload):
    source = _source(kinds, payload=payload)
    assert judge(facts(source)).verdict.value != "not_met"


def test_only_makers_that_are_asked_count():
    source = _source(DUCKS).replace("return issue(Device())", "return Device()")
    assert judge(facts(source)).verdict.value == "met"


def test_tokens_of_another_purpose_may_last():
    source = _source(DUCKS).replace("Device", "Unsubscribe").replace("login_device", "leave")
    assert judge(facts(source)).verdict.value == "met"


def test_what_is_common_to_makers_is_asked_of_each():
    common = "class Base:\n    def claims(self):\n        return self.told()\n"
    source = (
        _source(DUCKS).replace("def claims", "def told").replace("class Web", f"{common}class Web")
    )
    source = source.replace("class Web", "class Web(Base)").replace(
        "class Device", "class Device(Base)"
    )
    assert judge(facts(source)).verdict.value != "not_met"


LEFT = """
def old(name):
    return jwt.encode({"username": name}, KEY)
"""
TAKEN = """
@app.post("/login")
def login():
    return jwt.encode({"sub": "1", "exp": soon()}, KEY)
"""


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (LEFT + TAKEN, "met"),
        # All that there is may be meant for somebody.
        (LEFT, "not_met"),
        (LEFT + TAKEN + "@app.post('/again')\ndef again(): return old('x')\n", "not_met"),
    ],
)
def test_a_maker_that_was_left_behind_makes_no_token(source, verdict):
    assert judge(facts(HEAD + source)).verdict.value == verdict
