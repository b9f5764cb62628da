from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.commit_before_response import RULE

START = "from fastapi import Depends, FastAPI\nfrom typing import Annotated\napp = FastAPI()\n"
USED = "\n@app.post('/')\ndef create(db=Depends(get_db)): pass\n"
PLAIN = "def get_db():\n  with sessions() as db:\n    yield db\n    db.commit()"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (PLAIN, 7),
        ("async def get_db():\n  async with sessions.begin() as db:\n    yield db", 5),
        ("async def get_db():\n  async with S() as db, db.begin():\n    yield db", 5),
        (
            (
                "async def get_db():\n  db = S()\n  try:\n    yield db\n    await db.commit()\n"
                "  except Exception:\n    await db.rollback()\n    raise\n  finally:\n    db.close()"
            ),
            8,
        ),
        (
            (
                "def get_db():\n  try:\n    yield db\n  except E:\n    db.rollback()\n  else:\n"
                "    db.commit()"
            ),
            10,
        ),
    ],
)
def test_it_finds(source, line):
    assert lines(RULE, START + source + USED) == [line]


@pytest.mark.parametrize(
    "source",
    [
        "def get_db():\n  with S() as db:\n    yield db",
        "def get_db():\n  try:\n    yield db\n  except E:\n    db.commit()\n    raise",
        "def get_db():\n  db.commit()\n  yield db",
        "def get_db():\n  return S()",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, START + source + USED) == []


def test_the_scope_may_stand_in_an_alias_and_the_commit_in_a_context_manager():
    files = {
        "app/main.py": "from fastapi import FastAPI\nfrom app.deps import Session\napp = FastAPI()"
        "\n@app.post('/')\ndef create(db: Session): pass\n",
        "app/deps.py": "from typing import Annotated\nfrom fastapi import Depends\n"
        "from app.db import transaction\nasync def get_db():\n"
        "    async with transaction() as db:\n        yield db\n"
        "Session = Annotated[object, Depends(get_db)]\n",
        "app/db.py": "from contextlib import asynccontextmanager\n@asynccontextmanager\n"
        "async def transaction():\n    yield db\n    await db.commit()\n",
    }
    assert [(each.path, each.line) for each in findings(RULE, files)] == [("app/deps.py", 5)]
    scoped = files["app/deps.py"].replace("(get_db)", "(get_db, scope='function')")
    assert findings(RULE, files | {"app/deps.py": scoped}) == []


@pytest.mark.parametrize(
    ("version", "is_found"),
    [
        ("fastapi", True),
        ("fastapi>=0.110", True),
        ("fastapi>=0.110,<1.0", True),
        ("fastapi==0.120.1", True),
        ("fastapi==0.111.0", False),
        ("fastapi>=0.110,<0.115", False),
        ("fastapi<0.118", False),
        ("fastapi~=0.110.0", False),
        ("fastapi~=0.110", True),
        ("fastapi==0.95.2", True),
    ],
)
def test_the_version_decides(version, is_found):
    files = {"app/main.py": START + PLAIN + USED, "requirements.txt": version + "\n"}
    assert bool(findings(RULE, files)) is is_found


@pytest.mark.parametrize(
    ("given", "body", "found"),
    [
        ("db.commit()", "app.dependency_overrides[Marker] = open_session", [8]),
        ("db.commit()", "app.dependency_overrides.update({Marker: open_session})", [8]),
        ("db.commit()", "app.other[Marker] = open_session", []),
        ("db.close()", "app.dependency_overrides[Marker] = open_session", []),
    ],
)
def test_what_is_put_in_the_place_of_a_marker_runs_for_its_routes(given, body, found):
    source = f"""{START}class Marker: ...
def install():
  def open_session():
    yield db
    {given}
  {body}
@app.get("/")
def read(db=Depends(Marker)): pass
"""
    assert lines(RULE, source) == found
