"""What compose files set for the services that run a project counts as shipped."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.checkpoints import jwt_secret, token_expiry
from fastscaffold.audit.rules.jwt_secret_strength import RULE

SETTINGS = """from datetime import UTC, datetime, timedelta
import jwt
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    signing_key: str
    minutes: int
settings = Settings()
def sign():
    end = datetime.now(UTC) + timedelta(minutes=settings.minutes)
    return jwt.encode({"exp": end}, settings.signing_key)
"""
READS = """import os
from datetime import UTC, datetime, timedelta
import jwt
def sign():
    end = datetime.now(UTC) + timedelta(minutes=int(os.environ["MINUTES"]))
    return jwt.encode({"exp": end}, os.environ["SIGNING_KEY"])
"""
IMAGE = "FROM python:3.13\nCOPY . .\nCMD uvicorn app.main:app\n"
LIST = """services:
  api:
    build: .
    environment:
      # - SIGNING_KEY=${SIGNING_KEY}
      - SIGNING_KEY=5f1c9a3e7b2d4860af17c3e98d5b6042
      - MINUTES=15
"""
MAPPING = """services:
  api:
    build: {context: .}
    environment:
      SIGNING_KEY: ${SIGNING_KEY:-5f1c9a3e7b2d4860af17c3e98d5b6042}
      MINUTES: 15
"""
PULLED = """services:
  api:
    build: .
    image: registry.example/shop:1
  web:
    image: registry.example/shop:1
    environment: [SIGNING_KEY=5f1c9a3e7b2d4860, MINUTES=15]
"""


def _verdicts(files: dict[str, str]) -> tuple[str, str]:
    project = facts({"Dockerfile": IMAGE, **files})
    return jwt_secret.judge(project).verdict.value, token_expiry.judge(project).verdict.value


@pytest.mark.parametrize("source", [SETTINGS, READS])
@pytest.mark.parametrize("compose", [LIST, MAPPING, PULLED])
def test_literals_of_a_service_that_runs_the_project_are_shipped(source, compose):
    assert _verdicts({"app/main.py": source, "compose.yml": compose}) == ("not_met", "met")


@pytest.mark.parametrize(
    ("name", "compose"),
    [
        ("docker-compose.dev.yml", LIST),
        ("docker-compose-test.yaml", LIST),
        ("compose.override.yml", LIST),
        (".devcontainer/docker-compose.yml", LIST.replace("build: .", "build: ..")),
        ("compose.yml", LIST.replace("api:", "tests:")),
        ("compose.yml", LIST.replace("build: .", "image: other/pulled")),
        ("compose.yml", LIST + "      - APP_ENV=development\n"),
        (
            "compose.yml",
            LIST.replace("5f1c9a3e7b2d4860af17c3e98d5b6042", "${KEY}").replace("15", "$M"),
        ),
        (
            "compose.yml",
            "services:\n  api:\n    build: .\n    environment: [SIGNING_KEY, MINUTES]\n",
        ),
    ],
)
def test_what_is_for_development_or_another_service_or_left_open_is_not(name, compose):
    assert _verdicts({"app/main.py": READS, name: compose}) == ("unknown", "unknown")


def test_a_file_for_production_says_what_is_shipped():
    files = {
        "app/main.py": READS,
        "compose.yml": LIST,
        "compose.prod.yml": LIST.replace("5f1c9a3e7b2d4860af17c3e98d5b6042", "${SIGNING_KEY}"),
    }
    assert _verdicts(files) == ("unknown", "met")


def test_a_file_that_is_not_in_the_repository_is_not():
    files = {"app/main.py": READS, "compose.yml": LIST, ".gitignore": "compose.yml\n"}
    assert _verdicts(files) == ("unknown", "unknown")


def test_a_default_of_the_code_goes_before_it():
    source = SETTINGS.replace("minutes: int", "minutes: int = 60")
    assert _verdicts({"app/main.py": source, "compose.yml": LIST}) == ("not_met", "not_met")


def test_the_place_is_the_line_that_sets_it():
    assert lines(RULE, {"Dockerfile": IMAGE, "app/main.py": READS, "compose.yml": LIST}) == [6]
