"""Logins without a route of their own: a guard checks a password and hands out a token."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

SOURCE = """import jwt
from fastapi import Depends, FastAPI, Response
from fastapi.security import HTTPBasic, HTTPBasicCredentials
app = FastAPI()
def let_in(response: Response, sent: HTTPBasicCredentials | None = Depends(HTTPBasic())):
    refuse_wrong(sent)
    {then}
@app.get("/things", dependencies=[Depends(let_in)])
def things() -> list[int]: ...
"""
SIGNS = 'response.set_cookie("session", jwt.encode({"sub": sent.username}, "key"))'
LIMITED = """from fastapi import FastAPI
from slowapi.middleware import SlowAPIMiddleware
from slowapi import Limiter
app.state.limiter = Limiter(key_func=str, default_limits=["5/minute"])
app.add_middleware(SlowAPIMiddleware)
"""


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (SOURCE.format(then=SIGNS), "not_met"),
        (SOURCE.format(then=SIGNS) + LIMITED, "met"),
        # The key of a machine, which is asked for each time.
        (SOURCE.format(then="return sent.username"), "not_applicable"),
    ],
)
def test_a_guard_that_hands_out_tokens_is_a_login(source, verdict):
    assert judge(facts(source)).verdict.value == verdict


UPSTREAM = """import httpx
import jwt
from fastapi import Depends, FastAPI, Request
from fastapi.security import HTTPBasic, HTTPBasicCredentials
app = FastAPI()
def ticket(request: Request, sent: HTTPBasicCredentials = Depends(HTTPBasic())):
    refuse_wrong(sent)
    made = jwt.encode({{"sub": "gateway"}}, "key")
    {then}
@app.get("/stock")
async def stock(token: str = Depends(ticket)):
    {answer}
"""


@pytest.mark.parametrize(
    ("then", "answer", "verdict"),
    [
        (
            "return made",
            "return httpx.get('https://stock.example', headers={'Authorization': token}).json()",
            "unknown",
        ),
        ("request.state.client = Client(made)", "return {}", "unknown"),
        ("return made", "return {'access_token': token}", "not_met"),
        ("return made", "return Token(access_token=token)", "not_met"),
        ("request.session['token'] = made", "return {}", "not_met"),
    ],
)
def test_a_token_for_a_service_behind_is_handed_to_nobody(then, answer, verdict):
    source = UPSTREAM.format(then=then, answer=answer)
    assert judge(facts(source)).verdict.value == verdict
