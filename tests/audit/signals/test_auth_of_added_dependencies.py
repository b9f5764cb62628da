"""Dependencies that are put into a list, routes of libraries, and what only reads rows."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.auth import judge

HEAD = """import jwt
from fastapi import APIRouter, Depends, FastAPI
from fastapi.security import HTTPBearer
bearer = HTTPBearer()
def checked(token=Depends(bearer)):
    return jwt.decode(token.credentials, "key", algorithms=["HS256"])
router = APIRouter()
@router.get("/")
def read() -> None: ...
"""


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ("dependencies.append(Depends(checked))", "met"),
        ("dependencies += [Depends(checked)]", "met"),
        ("dependencies.extend([Depends(checked)])", "met"),
        ("if secure:\n        dependencies.append(Depends(checked))", "met"),
        ("others.append(Depends(checked))", "not_met"),
    ],
)
def test_what_is_put_into_a_list(given, verdict):
    source = f"""
def create(secure: bool) -> FastAPI:
    app = FastAPI()
    dependencies = []
    others = []
    {given}
    app.include_router(router, dependencies=dependencies)
    return app
"""
    assert judge(facts(HEAD + source)).verdict.value == verdict


def test_what_is_put_into_a_list_of_a_module():
    source = """
dependencies = []
dependencies.append(Depends(checked))
app = FastAPI()
app.include_router(router, dependencies=dependencies)
"""
    assert judge(facts(HEAD + source)).verdict.value == "met"


@pytest.mark.parametrize(
    ("made", "verdict"), [("get_users_router", "met"), ("get_register_router", "not_met")]
)
def test_routers_of_a_library(made, verdict):
    source = f"""
from fastapi import FastAPI
from fastapi_users import FastAPIUsers
users = FastAPIUsers(None, [])
app = FastAPI()
app.include_router(users.{made}(None, None))
"""
    assert judge(facts(source)).verdict.value == verdict


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("get_user", "partial"),
        ("get_current_user", "partial"),
        ("get_user_collection", "not_met"),
        ("get_user_repository", "not_met"),
        ("get_users_db", "not_met"),
    ],
)
def test_what_reads_rows_asks_nobody(name, verdict):
    source = f"""
from fastapi import Depends, FastAPI
def {name}(): ...
app = FastAPI()
@app.get("/")
def read(given=Depends({name})) -> None: ...
"""
    assert judge(facts(source)).verdict.value == verdict
