"""Dependencies that a factory makes, kept under a name before they are depended on."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.auth import judge

GUARD = """from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer
from jwt import PyJWKClient, decode
def make_guard(issuer: str, alg: str = "RS256"):
    keys = PyJWKClient(issuer + "/certs")
    async def guard(token: str = Depends(OAuth2PasswordBearer(tokenUrl=issuer))):
        return decode(token, keys.get_signing_key_from_jwt(token).key, algorithms=[alg])
    return guard
"""
LOCAL = """from fastapi import APIRouter, Depends, FastAPI
from app.guard import make_guard
router = APIRouter()
@router.get("/")
def index() -> int: ...
def create() -> FastAPI:
    guard = make_guard("https://id.example")
    app = FastAPI()
    app.include_router(router, dependencies=[Depends(guard)])
    return app
"""
GLOBAL = """from fastapi import Depends, FastAPI
from app.guard import make_guard
guard = make_guard("https://id.example")
app = FastAPI()
@app.get("/")
def index(user=Depends(guard)) -> int: ...
"""
OTHER = GLOBAL.replace("guard = make_guard", "other = make_guard").replace(
    "Depends(guard)", "Depends(print)"
)


@pytest.mark.parametrize(("main", "verdict"), [(LOCAL, "met"), (GLOBAL, "met"), (OTHER, "not_met")])
def test_what_a_factory_makes_is_depended_on_by_its_name(main, verdict):
    found = facts({"app/guard.py": GUARD, "app/main.py": main})
    assert judge(found).verdict.value == verdict


def test_a_factory_without_algorithms_is_none():
    guard = GUARD.replace(", algorithms=[alg]", "")
    found = facts({"app/guard.py": guard, "app/main.py": LOCAL})
    assert judge(found).verdict.value == "partial"
