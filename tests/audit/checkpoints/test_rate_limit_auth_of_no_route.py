"""Projects that let people in by a route that is not told from others."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

SOURCE = """import jwt
from fastapi import FastAPI
from pwdlib import PasswordHash
app = FastAPI()
{code}
@app.post("/orders")
def create(order: dict): ...
"""


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (
            "def check(given, kept): return PasswordHash.recommended().verify(given, kept)",
            "not_met",
        ),
        ("def issue(user): return jwt.encode({'sub': user}, KEY, algorithm='HS256')", "not_met"),
        # Something is limited, and it is not told what of it lets people in.
        (
            (
                "def issue(user): return jwt.encode({'sub': user}, KEY, algorithm='HS256')\n"
                "from slowapi import Limiter\nlimiter = Limiter(key_func=str)\n"
                "@app.get('/search')\n@limiter.limit('5/minute')\ndef search(request): ...\n"
            ),
            "unknown",
        ),
        (
            (
                "def issue(user): return jwt.encode({'sub': user}, KEY, algorithm='HS256')\n"
                "class User:\n    locked_until: str\n"
            ),
            "unknown",
        ),
        # Tokens of somebody else are read; where they come from is their limit.
        ("def read(token): return jwt.decode(token, KEY, algorithms=['RS256'])", "not_applicable"),
        ("", "not_applicable"),
    ],
)
def test_where_somebody_is_let_in_and_no_route_does(code, verdict):
    assert judge(facts(SOURCE.format(code=code))).verdict.value == verdict


@pytest.mark.parametrize(
    ("asks", "verdict"), [("Depends(current_user)", "not_applicable"), ("None", "not_met")]
)
def test_a_token_for_who_is_in_already(asks, verdict):
    source = f"""import jwt
from fastapi import Depends, FastAPI
app = FastAPI()
def current_user(): ...
def ticket(name): return jwt.encode({{"sub": name}}, KEY, algorithm="HS256")
@app.post("/rooms/ticket")
def open_room(user=({asks})): return ticket(user)
"""
    assert judge(facts(source)).verdict.value == verdict


LOST = """from fastapi import FastAPI
app = FastAPI()
@app.get("/things")
def things() -> list[int]: ...
@app.get("/others")
def others() -> list[int]: ...
app.add_api_route("/graph", handlers["graph"])
"""


def test_a_route_that_is_lost_is_no_login_where_nothing_lets_anybody_in():
    assert judge(facts(LOST)).verdict.value == "not_applicable"
    alone = LOST.replace('@app.get("/things")', "")
    assert judge(facts(alone)).verdict.value == "unknown"
