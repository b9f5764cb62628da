"""Dependencies in whose place the application puts what decodes a token."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.auth import judge

SOURCE = """import jwt
from fastapi import Depends, FastAPI
from fastapi.security import OAuth2PasswordBearer
scheme = OAuth2PasswordBearer(tokenUrl="login")
def current_user(token: str = Depends(scheme)):
    raise NotImplementedError
class Provider:
    def __init__(self, key: str):
        self.key = key
    async def user(self, token: str = Depends(scheme)):
        return jwt.decode(token, self.key, algorithms=["HS256"])
def build(key: str):
    app = FastAPI()
    provider = Provider(key)
    PLACED
    return app
app = build("x")
@app.get("/me")
def me(user=Depends(current_user)): return user
"""


@pytest.mark.parametrize(
    ("placed", "verdict"),
    [
        ("app.dependency_overrides[current_user] = provider.user", "met"),
        ("app.dependency_overrides.update({current_user: provider.user})", "met"),
        ("app.dependency_overrides = {current_user: provider.user}", "met"),
        ("app.dependency_overrides[print] = provider.user", "partial"),
        ("pass", "partial"),
    ],
)
def test_what_is_put_in_the_place_of_a_dependency(placed, verdict):
    assert judge(facts(SOURCE.replace("PLACED", placed))).verdict.value == verdict
