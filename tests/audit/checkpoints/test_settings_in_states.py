"""Settings that the state of an application keeps, given in one module and read in another."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge

MAIN = """from fastapi import FastAPI
from pydantic import Field
from pydantic_settings import BaseSettings
from app.routes import router
class Settings(BaseSettings):
    secret: str = Field({default}min_length=32)
class Plain:
    def __init__(self):
        self.secret = "changeme"
def create_app() -> FastAPI:
    app = FastAPI()
    app.state.{name} = {given}
    app.include_router(router)
    return app
app = create_app()
"""
ROUTES = """import jwt
from fastapi import APIRouter, Request
router = APIRouter()
@router.post("/login")
def login(request: Request) -> str:
    state = request.app.state
    return jwt.encode({{"sub": "1"}}, {read}, algorithm="HS256")
"""


def verdict(given: str, read: str, *, default: str = "", name: str = "settings") -> str:
    main = MAIN.format(given=given, default=default, name=name)
    files = {"app/main.py": main, "app/routes.py": ROUTES.format(read=read)}
    return judge(facts(files)).verdict.value


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ('{"secret": "changeme"}', 'request.app.state.settings["secret"]'),
        ('{"secret": "changeme"}', 'request.app.state.settings.get("secret")'),
        ('{"jwt": {"secret": "changeme"}}', 'request.app.state.settings["jwt"]["secret"]'),
        ('dict(secret="changeme")', 'request.app.state.settings["secret"]'),
        ("Plain()", "request.app.state.settings.secret"),
    ],
)
def test_a_literal_in_a_state_is_found_wherever_it_is_read(given, read):
    assert verdict(given, read) == "not_met"


def test_a_key_that_is_kept_in_a_state_itself():
    assert verdict('"changeme"', "request.app.state.key", name="key") == "not_met"
    assert verdict("Settings().secret", "request.app.state.key", name="key") == "met"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ('{"secret": Settings().secret}', 'request.app.state.settings["secret"]'),
        ("Settings()", "request.app.state.settings.secret"),
        ("Settings().model_dump()", 'request.app.state.settings["secret"]'),
    ],
)
def test_settings_in_a_state_are_settings(given, read):
    assert verdict(given, read) == "met"


def test_another_name_of_a_state_says_nothing():
    read = 'request.app.state.options["secret"]'
    assert verdict('{"secret": "changeme"}', read) == "unknown"
