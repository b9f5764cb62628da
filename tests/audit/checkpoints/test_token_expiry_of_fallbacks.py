"""Lifetimes that a helper reads from the environment, with what it gives where none is set."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge

HEAD = """import os, jwt
from datetime import UTC, datetime, timedelta
from fastapi import FastAPI
app = FastAPI()
KEY = os.environ["KEY"]
"""
ISSUE = """LASTS = seconds({given})
@app.post("/login")
def login():
    return jwt.encode({{"exp": datetime.now(UTC) + timedelta(seconds=LASTS)}}, KEY)
"""
CONVERTS = """def seconds(value, default=0):
    try:
        return int(value)
    except (TypeError, ValueError):
        return default
"""
READS = """def seconds(name, default):
    try:
        return int(os.environ[name])
    except KeyError:
        return default
"""


@pytest.mark.parametrize(
    ("helper", "given", "verdict"),
    [
        (CONVERTS, "os.environ.get('LASTS'), 30 * 60", "met"),
        (CONVERTS, "os.environ.get('LASTS'), 90_000", "not_met"),
        # It is what the first has that holds, and what comes from elsewhere is not known.
        (CONVERTS, "os.environ.get('LASTS', 7200), 30 * 60", "not_met"),
        (CONVERTS, "asked(), 30 * 60", "unknown"),
        (READS, "'LASTS', 30 * 60", "met"),
        (READS, "'LASTS', 90_000", "not_met"),
    ],
)
def test_what_a_helper_falls_back_on_is_how_long_tokens_last(helper, given, verdict):
    assert judge(facts(HEAD + helper + ISSUE.format(given=given))).verdict.value == verdict
