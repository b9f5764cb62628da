"""Keys that a helper reads, by the name that it is given."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge

SOURCE = """import os
import jwt
def setting(name: str) -> str:
    return os.environ[name]
SALT = setting("SALT")
KEY = setting("KEY")
if len({measured}) < 32:
    raise RuntimeError
def sign():
    return jwt.encode({{}}, KEY)
"""


@pytest.mark.parametrize(("measured", "verdict"), [("SALT", "unknown"), ("KEY", "met")])
def test_the_length_of_one_setting_says_nothing_of_another(measured, verdict):
    found = judge(facts({"app/tokens.py": SOURCE.format(measured=measured)}))
    assert (found.verdict.value, found.evidence[0].line) == (verdict, 6)
