"""Logins by a code of one's own, of providers that are asked by hand, and what locks nobody out."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import password_hash
from fastscaffold.audit.checkpoints.rate_limit_auth import judge

HEAD = """from fastapi import APIRouter, FastAPI, Request
from pydantic import BaseModel
class Code(BaseModel):
    phone: str
    code: str
class Login(BaseModel):
    name: str
    password: str
app = FastAPI()
router = APIRouter(prefix="/auth")
"""
TAIL = "app.include_router(router)\n"


@pytest.mark.parametrize(
    ("path", "name", "verdict"),
    [
        ("/login", "verify_code", "not_met"),
        ("/sign-in", "validate_code", "not_met"),
        ("/codes", "verify_code", "not_applicable"),
        ("/login/status", "check_status", "not_applicable"),
    ],
)
def test_a_path_that_says_login_tells_more_than_a_name(path, name, verdict):
    source = f"{HEAD}@router.post('{path}')\nasync def {name}(sent: Code): ...\n{TAIL}"
    assert judge(facts(source)).verdict.value == verdict


@pytest.mark.parametrize(
    ("called", "verdict"),
    [
        ("get_oauth_token", "not_met"),
        ("get_google_token", "not_met"),
        ("get_access_token", "not_met"),
        ("get_account", "not_applicable"),
    ],
)
def test_a_provider_that_is_asked_by_hand(called, verdict):
    route = (
        f"@router.get('/callback')\nasync def back(request: Request): return {called}(request)\n"
    )
    assert judge(facts(HEAD + route + TAIL)).verdict.value == verdict


@pytest.mark.parametrize(
    ("field", "verdict"),
    [
        ("blocked_at", "not_met"),
        ("clocked_out", "not_met"),
        ("locked_at", "unknown"),
        ("blocked_until", "unknown"),
        ("account_locked_until", "unknown"),
    ],
)
def test_who_is_blocked_by_hand_is_not_locked_out(field, verdict):
    row = f"class Employee:\n    {field}: str | None = None\n"
    route = "@router.post('/login')\nasync def login(sent: Login): ...\n"
    assert judge(facts(HEAD + row + route + TAIL)).verdict.value == verdict


USERS = """from fastapi import FastAPI
from fastapi_users import FastAPIUsers
from app.users import backends, database, models
users = FastAPIUsers(database, backends, *models)
app = FastAPI()
app.include_router(users.{router}())
"""


@pytest.mark.parametrize(
    ("router", "verdict"),
    [("get_register_router", "met"), ("get_verify_router", "not_applicable")],
)
def test_a_library_that_registers_hashes_before_it_has_managers(router, verdict):
    source = USERS.format(router=router)
    assert password_hash.judge(facts(source)).verdict.value == verdict
