"""Branches and conditions that follow one another more often than calls can nest."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.audit import audit
from fastscaffold.audit.facts.running.straight import is_set

HEAD = """from datetime import UTC, datetime, timedelta
import jwt
from fastapi import FastAPI
from app.settings import KEY
app = FastAPI()
def create_token(sub: str, kind: int, expires: timedelta | None = None) -> str:
"""
LAST = """    claims = {"sub": sub, "exp": datetime.now(UTC) + expires}
    return jwt.encode(claims, KEY, algorithm="HS256")
@app.post("/login")
def login(name: str) -> str:
    return create_token(name, 1)
"""
KINDS = range(1, 985)


ELIFS = "".join(
    f"    elif kind == {each}:\n        expires = timedelta(days={each})\n" for each in KINDS
)
ELSES = "".join(f"timedelta(days={each}) if kind == {each} else " for each in KINDS)
BODIES = {
    "elif": f"    if kind == 0:\n        expires = timedelta(0)\n{ELIFS}    else:\n        return ''\n",
    "else": f"    if expires is None:\n        expires = {ELSES}timedelta(1)\n",
    "not": f"    if {'not ' * 901}kind:\n        return ''\n",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_token_that_is_issued_behind_many(body, tmp_path):
    (tmp_path / "main.py").write_text(HEAD + body + LAST)
    assert audit(tmp_path).facts.apps


@pytest.mark.parametrize(("many", "found"), [("elif", True), ("else", True), ("not", False)])
def test_a_name_that_is_given_a_value_behind_many(many, found):
    modules = facts(HEAD + BODIES[many] + LAST).index.modules
    function = modules["app.main"].functions["create_token"]
    assert is_set("expires", function, function.node.body[-1]) is found
