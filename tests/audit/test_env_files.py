"""What is shipped in files of an environment, as verdicts see it."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import jwt_secret, token_expiry
from fastscaffold.audit.rules.jwt_secret_strength import RULE

SETTINGS = """from datetime import UTC, datetime, timedelta
import jwt
from pydantic_settings import BaseSettings, SettingsConfigDict
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="API_")
    secret_key: str
    minutes: int
settings = Settings()
def sign():
    end = datetime.now(UTC) + timedelta(minutes=settings.minutes)
    return jwt.encode({"exp": end}, settings.secret_key)
"""
READS = """import os
from datetime import UTC, datetime, timedelta
import jwt
from dotenv import load_dotenv
load_dotenv()
KEY = os.getenvb(b"API_SECRET_KEY")
if not KEY:
    KEY = os.urandom(32)
def sign():
    end = datetime.now(UTC) + timedelta(minutes=int(os.environ["API_MINUTES"]))
    return jwt.encode({"exp": end}, KEY)
"""
ENV = "API_SECRET_KEY=changethis\nAPI_MINUTES=15\n"


@pytest.mark.parametrize("source", [SETTINGS, READS])
@pytest.mark.parametrize(
    ("files", "secret", "expiry"),
    [
        ({}, "unknown", "unknown"),
        ({".env": ENV}, "not_met", "met"),
        ({".env": ENV.replace("15", "60")}, "not_met", "not_met"),
        ({".env": ENV, ".gitignore": ".env\n"}, "unknown", "unknown"),
        ({".env.production": ENV}, "unknown", "unknown"),
        ({".env.example": ENV}, "unknown", "met"),
    ],
)
def test_what_is_loaded_and_in_the_repository_is_shipped(source, files, secret, expiry):
    project = facts({"app/main.py": source, **files})
    assert jwt_secret.judge(project).verdict.value == secret
    assert token_expiry.judge(project).verdict.value == expiry


def test_a_file_that_a_container_is_given_as_cookiecutter_writes_it():
    files = {
        "cookiecutter.json": '{"secret_key": "changethis", "slug": "{{ cookiecutter.name }}"}',
        "x/compose.yml": "services:\n  api:\n    env_file:\n      - ./api.env\n",
        "x/api.env": "API_SECRET_KEY={{cookiecutter.secret_key}}\n",
        "x/app/main.py": READS.replace("load_dotenv()\n", ""),
    }
    assert jwt_secret.judge(facts(files)).verdict.value == "not_met"
    files["x/api.env"] = "API_SECRET_KEY={{cookiecutter.slug}}\n"
    assert jwt_secret.judge(facts(files)).verdict.value == "unknown"


LIBRARY = """import base64
from datetime import timedelta
from fastapi import Depends, FastAPI
from fastapi_jwt_auth import AuthJWT
from pydantic import BaseModel, BaseSettings
class Settings(BaseSettings):
    ACCESS: int
    JWT_PRIVATE_KEY: str
    class Config:
        env_file = "./.env"
settings = Settings()
MINUTES = settings.ACCESS
class Tokens(BaseModel):
    authjwt_algorithm: str = "RS256"
    authjwt_private_key: str = base64.b64decode(settings.JWT_PRIVATE_KEY).decode()
app = FastAPI()
@app.post("/login")
def login(auth: AuthJWT = Depends()):
    return auth.create_access_token("me", expires_time=timedelta(minutes=MINUTES))
"""


def test_a_library_is_given_what_settings_load():
    project = facts({"app/main.py": LIBRARY, ".env": "ACCESS=15\nJWT_PRIVATE_KEY=LS0tLS1CRUdJTi\n"})
    assert jwt_secret.judge(project).verdict.value == "not_met"
    assert token_expiry.judge(project).verdict.value == "met"
    assert [(each.path, each.line) for each in RULE.findings(project)] == [(".env", 2)]


def test_a_private_key_from_outside_is_a_secret():
    assert jwt_secret.judge(facts(LIBRARY)).verdict.value == "met"


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("auth.create_access_token('me')", "met"),
        ("auth.create_refresh_token('me')", "partial"),
        ("auth.create_access_token('me', expires_time=False)", "not_met"),
        ("auth.create_access_token('me', expires_time=3600)", "not_met"),
    ],
)
def test_what_a_library_does_by_default(source, verdict):
    text = LIBRARY.partition("    return auth")[0]
    more = "    auth.create_access_token('me')\n"
    project = facts(f"{text}{more}    return {source}\n")
    assert token_expiry.judge(project).verdict.value == verdict
