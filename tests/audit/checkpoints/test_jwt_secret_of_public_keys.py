"""Keys that only verify, by their names."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge
from fastscaffold.audit.rules.jwt_secret_strength import RULE

SOURCE = """import jwt, os
from app.settings import settings
{name} = os.environ["TOKEN_KEY"]
def read(token: str):
    return jwt.decode(token, {name}, algorithms=[settings.algorithm])
"""


@pytest.mark.parametrize(
    ("name", "verdict", "count"), [("PUBLIC_KEY", "unknown", 0), ("SECRET_KEY", "unknown", 1)]
)
def test_who_verifies_holds_no_secret(name, verdict, count):
    found = facts({"app/tokens.py": SOURCE.format(name=name)})
    assert judge(found).verdict.value == verdict
    assert len([*RULE.check(found)]) == count
