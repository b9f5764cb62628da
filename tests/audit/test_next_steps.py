"""What the next level of a dimension of quality asks for: what is not there, and nothing else."""

from __future__ import annotations

import re

import pytest

from fastscaffold.audit.audit import audit
from fastscaffold.audit.bounds import excess
from fastscaffold.audit.quality import climb, together
from fastscaffold.audit.rules import all_rules


def grave(*topics: str) -> list[str]:
    return [
        each.id
        for each in all_rules()
        if each.severity.value in {"P0", "P1"} and each.id.startswith(topics)
    ]


def test_of_several_things_those_that_are_there_are_not_asked_for():
    step = together((True, "Tell roles apart."), (False, "Limit it."), (False, "Close it."))

    assert not step.holds
    assert climb(15, [step, step]).why == "Limit it. Close it."
    assert together((True, "Tell roles apart."), (True, "Limit it.")).holds


def test_rules_about_the_dimension_are_named():
    assert excess({"DB003", "SEC010"}, "database", 100) == "Close findings about database: DB003."
    assert excess({"TYP001"}, "type_safety", 100) == "Close findings about type safety: TYP001."


def test_the_worst_are_named_first_and_many_are_counted():
    told = excess(set(grave("SEC")), "security", 25)

    assert told is not None
    assert told.startswith("Close findings about security: SEC001, ")
    assert told.endswith(f" and {len(grave('SEC')) - 5} more.")


def test_where_the_share_of_all_is_the_bound_no_finding_about_the_dimension_is_asked_for():
    told = excess(set(grave("SEC01", "OPS", "OBS")), "testing", 100)

    assert told is not None
    assert told.endswith(" broken in the whole project: nothing else is missing for 100.")
    closed, broken = map(int, re.findall(r"(\d+) (?:of the|rules)", told))
    assert 0 < closed < broken
    left = sorted(set(grave("SEC01", "OPS", "OBS")))[closed:]
    assert excess(set(left), "testing", 100) is None


def test_what_a_level_bears_is_not_asked_for():
    assert excess({"DB006", "ARCH002"}, "database", 100) is None
    assert excess(set(), "security", 100) is None


@pytest.mark.parametrize(
    ("guard", "asked"),
    [
        ("get_user", "Tell roles apart. Limit attempts to log in."),
        ("require_role", "Limit attempts to log in."),
    ],
)
def test_security_asks_for_what_lacks(tmp_path, guard, asked):
    (tmp_path / "main.py").write_text(
        f"""
import os
from datetime import UTC, datetime, timedelta

import jwt
from fastapi import Depends, FastAPI
from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pwdlib import PasswordHash

app = FastAPI()
app.add_middleware(HTTPSRedirectMiddleware)
bearer = OAuth2PasswordBearer("token")
hashes = PasswordHash.recommended()
KEY = os.environ["JWT_KEY"]
if len(KEY) < 32:
    raise ValueError


def {guard}(token: str = Depends(bearer)) -> dict[str, str]:
    return jwt.decode(token, KEY, algorithms=["HS256"], options={{"require": ["exp", "sub"]}})


@app.post("/token")
def log_in(form: OAuth2PasswordRequestForm = Depends()) -> str:
    hashes.verify(form.password, "known")
    end = datetime.now(UTC) + timedelta(minutes=15)
    return jwt.encode({{"sub": form.username, "exp": end}}, KEY, algorithm="HS256")


@app.get("/orders")
def orders(user: dict[str, str] = Depends({guard})) -> list[int]:
    return []
"""
    )
    why = audit(tmp_path).quality.dimensions["security"].why

    assert why == f"{asked} Close findings of P0 about security: SEC005."
