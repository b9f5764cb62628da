from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.database_awaited import RULE

SYNC = "from sqlalchemy import create_engine\nengine = create_engine('postgresql://db')\n"
ROUTE = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\nasync def index(): ...\n"


def test_it_finds():
    found = findings(RULE, {"app/db.py": SYNC, "app/main.py": ROUTE})
    assert [each.line for each in found] == [2]
    assert "event loop" in found[0].message


def test_it_says_of_plain_endpoints_that_they_are_right():
    found = findings(RULE, {"app/db.py": SYNC, "app/main.py": ROUTE.replace("async ", "")})
    assert "that is right" in found[0].message


@pytest.mark.parametrize(
    "files",
    [
        {
            "app/db.py": SYNC
            + "from sqlalchemy.ext.asyncio import create_async_engine as c\nc('a')\n"
        },
        {"app/db.py": ""},
        {"scripts/db.py": SYNC},
        {"app/db.py": "def create_engine(): ...\nengine = create_engine()\n"},
    ],
)
def test_it_leaves_alone(files):
    assert findings(RULE, {"app/main.py": ROUTE, **files}) == []
