"""Guards that ask what the application keeps in its state to read a token."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.auth import judge

READER = """import jwt
class Reader:
    def __init__(self, key: str):
        self.key = key
        self.algorithm = "HS256"
    def read(self, token: str):
        return jwt.decode(token, self.key, algorithms=[self.algorithm])
class Other:
    def read(self, token: str):
        return token
"""
MAIN = """from fastapi import Depends, FastAPI, Header, Request
from app.reader import Other, Reader
class Allowed:
    def __init__(self, roles):
        self.roles = roles
    def __call__(self, request: Request, authorization: str = Header()):
        reader = request.app.state.reader
        if reader.read(authorization)["role"] not in self.roles:
            raise PermissionError
def create(key: str) -> FastAPI:
    application = FastAPI()
    application.state.reader = Reader(key)
    return application
app = create("x")
@app.get("/", dependencies=[Depends(Allowed(["a"]))])
def index() -> int: ...
"""
READ_AT_ONCE = MAIN.replace(
    "reader = request.app.state.reader\n        if reader", "if request.app.state.reader"
)
ANOTHER_NAME = MAIN.replace("application.state.reader", "application.state.readers")
OF_TWO_KINDS = MAIN.replace(
    "    return application", "    application.state.reader = Other()\n    return application"
)
OF_ITSELF = MAIN.replace("request.app.state.reader", "self.state.reader")


@pytest.mark.parametrize(
    ("main", "verdict"),
    [
        (MAIN, "met"),
        (READ_AT_ONCE, "met"),
        (ANOTHER_NAME, "not_met"),
        (OF_TWO_KINDS, "not_met"),
        (OF_ITSELF, "not_met"),
    ],
)
def test_what_the_state_holds_is_what_it_was_given(main, verdict):
    found = facts({"app/main.py": main, "app/reader.py": READER})
    assert judge(found).verdict.value == verdict
