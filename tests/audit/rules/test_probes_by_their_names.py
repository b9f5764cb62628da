"""Routes that are called like probes, and that only sound like these."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.routes_leave_data_to_repositories import RULE

SOURCE = """from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session
app = FastAPI()
@app.get("/{path}")
def read(session: Session = Depends()):
    return session.execute(statement)
"""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("delivered-orders", True),
        ("already-seen", True),
        ("livestock", True),
        ("healthcheck", False),
        ("api-health", False),
        ("livez", False),
        ("is_alive", False),
        ("readiness", False),
        ("ready", False),
    ],
)
def test_only_words_make_a_probe(path, found):
    assert lines(RULE, SOURCE.format(path=path)) == [5] * found
