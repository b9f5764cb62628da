"""Tokens that guards sign: they let in, whatever the guard is called."""

from __future__ import annotations

from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge

GUARD = """import time
import jwt
from fastapi import Depends, FastAPI, Response
from fastapi.security import HTTPBasic, HTTPBasicCredentials
app = FastAPI()
basic = HTTPBasic()
def verification(response: Response, sent: HTTPBasicCredentials = Depends(basic)):
    ends = time.time() + 60 * 60 * 24 * 7
    response.set_cookie("session", jwt.encode({"sub": sent.username, "exp": ends}, KEY))
@app.get("/", dependencies=[Depends(GUARD)])
def index() -> int: ...
"""


def test_what_a_guard_signs_lets_in_whatever_the_guard_is_called():
    source = GUARD.replace("GUARD", "verification")
    assert judge(facts(source)).verdict.value == "not_met"
    # What nothing depends on may well verify an address.
    source = GUARD.replace("GUARD", "basic")
    assert judge(facts(source)).verdict.value == "unknown"
