from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.tautological_comparison import RULE

QUERY = "from sqlalchemy import and_, select\n"


@pytest.mark.parametrize(
    "source",
    [
        QUERY + "select(User).where(and_(User.email == email, password == password))",
        QUERY + "select(User).where(User.id == User.id)",
        QUERY + "query.filter(limit >= limit)",
        "import sqlalchemy as sa\nsa.select(User).where(sa.or_(a == a, b == c))",
        "import hmac\nhmac.compare_digest(token, token)",
        "def check(password, stored):\n    return password == password",
        "def check(user, item):\n    if user.owner_id == user.owner_id: pass",
    ],
)
def test_it_finds(source):
    assert lines(RULE, source) == [2]


@pytest.mark.parametrize(
    "source",
    [
        QUERY + "select(User).where(User.email == email)",
        QUERY + "select(User).filter_by(email=email)",
        QUERY + "select(User).where(1 == 1)",
        "def is_number(value):\n    return value == value",
        "def same(a, b):\n    return a.password == b.password",
        "import hmac\nhmac.compare_digest(token, expected)",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, source) == []


def test_tests_are_not_looked_at():
    assert lines(RULE, {"tests/test_a.py": "assert user.token == user.token"}) == []
