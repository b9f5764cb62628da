"""Logins that are sent a password by HTTP Basic, which a dependency asks for."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

SOURCE = """from fastapi import Depends, FastAPI
from fastapi.security import HTTPBasic, HTTPBasicCredentials, HTTPBearer
app = FastAPI()
basic = HTTPBasic()
bearer = HTTPBearer()
async def get_current_user(sent: HTTPBasicCredentials = Depends(basic)): ...
async def get_current_owner(token = Depends(bearer)): ...
@app.%s("%s")
async def %s(user = Depends(%s)):
    return user
"""


@pytest.mark.parametrize(
    ("method", "path", "name", "guard", "verdict"),
    [
        ("post", "/auth/basic", "login_basic", "get_current_user", "not_met"),
        ("post", "/login", "enter", "get_current_user", "not_met"),
        # Something that is only for who has a password, and who is in already.
        ("post", "/items", "add", "get_current_user", "not_applicable"),
        ("post", "/auth/basic", "login_basic", "get_current_owner", "not_applicable"),
    ],
)
def test_a_login_may_be_one_by_its_name_and_its_dependency(method, path, name, guard, verdict):
    source = SOURCE % (method, path, name, guard)
    assert judge(facts(source)).verdict.value == verdict
