"""Ends of tokens whose claims a class method puts together."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge

SOURCE = """from __future__ import annotations
from datetime import datetime, timedelta, timezone
import jwt
from pydantic import BaseModel
SHORT = timedelta(minutes={minutes})
class Claims(BaseModel):
    sub: str
    exp: datetime
    @classmethod
    def access(cls, subject: str):
        return {maker}(sub=subject, exp=datetime.now(timezone.utc) + SHORT)
def sign(claims: Claims) -> str:
    return jwt.encode(claims.model_dump(), "k" * 40)
def log_in():
    claims = Claims.access("me")
    return sign(claims)
"""


@pytest.mark.parametrize("maker", ["cls", "Claims"])
@pytest.mark.parametrize(("minutes", "verdict"), [(20, "met"), (90, "not_met")])
def test_a_class_method_makes_one_of_its_class(maker, minutes, verdict):
    source = SOURCE.format(maker=maker, minutes=minutes)
    assert judge(facts({"app/tokens.py": source})).verdict.value == verdict


def test_a_name_that_is_given_something_else_is_no_class():
    source = SOURCE.format(maker="cls", minutes=20).replace(
        "        return cls(", "        cls = other()\n        return cls("
    )
    assert judge(facts({"app/tokens.py": source})).verdict.value == "unknown"
