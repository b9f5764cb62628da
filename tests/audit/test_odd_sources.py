"""Sources that are valid, though hardly anybody writes them so: none of them ends an audit."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from support.audited import facts, lines
from support.effort import bounded_effort

from fastscaffold.audit.audit import audit
from fastscaffold.audit.checkpoints import security_headers, token_expiry
from fastscaffold.audit.facts.databases.cypher import runs_match
from fastscaffold.audit.facts.errors.handlers import gather_handlers
from fastscaffold.audit.facts.requests.counted_reads import counts
from fastscaffold.audit.facts.running.moments import is_timestamp
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Function
from fastscaffold.audit.rules import lists_paginated

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
HEADERS = """import os
from fastapi import FastAPI
app = FastAPI()
@app.middleware("http")
async def headers(request, call_next):
    response = await call_next(request)
    env = os.getenv("ENV", "{default}")
    {again}
    if env == "production":
        response.headers["Strict-Transport-Security"] = "max-age=1"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response
"""
AUTHJWT = """from datetime import timedelta
from fastapi import FastAPI
from fastapi_jwt_auth import AuthJWT
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    authjwt_secret_key: str
    authjwt_access_token_expires: int = 999999999999999
@AuthJWT.load_config
def config(): return Settings()
app = FastAPI()
@app.post("/login")
def login(auth: AuthJWT):
    return auth.create_access_token(subject="a")
"""


@pytest.mark.parametrize("again", ["env = env.lower()", "env = env", "mode = env; env = mode"])
def test_a_name_that_is_given_to_itself_ends(again):
    security_headers.judge(facts(HEADERS.format(default="dev", again=again)))


def test_another_case_of_a_name_is_the_same_value():
    plain, cased = (
        security_headers.judge(facts(HEADERS.format(default="dev", again=again))).verdict
        for again in ("pass", "env = env.strip().lower()")
    )
    assert cased == plain


@pytest.mark.parametrize(
    "source",
    [
        (
            "def create(middleware):\n    app = FastAPI()\n"
            "    for middleware in (middleware,):\n        app.add_middleware(middleware)\n"
        ),
        "for a in (b,):\n    for b in (a,):\n        app.add_middleware(a)\n",
        "for () in []:\n    pass\nE = ValueError\napp.add_exception_handler(E, print)\n",
    ],
    ids=["a loop over its own name", "loops over each other's names", "a loop over nothing"],
)
def test_odd_loops_end(source):
    found = facts(APP + source)
    assert found.middleware is not None
    assert gather_handlers(found).registered is not None


def test_a_table_may_be_deep():
    deep = ".".join(["a"] * 3000)
    source = f"import tomllib\n{APP}config = tomllib.load(open('deep.toml', 'rb'))\n"
    files = facts({"app/main.py": source, "deep.toml": f"{deep} = 1\n"}).origins.config_files
    assert files.value(["a"] * 3000).value == "1"


def test_a_lifetime_may_be_longer_than_time():
    token_expiry.judge(facts(AUTHJWT))


def test_a_folder_above_may_be_hidden(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "main.py").write_text(APP)

    def hidden(folder):
        raise PermissionError(folder)

    monkeypatch.setattr(Path, "iterdir", hidden)
    assert audit(tmp_path / "part").facts.apps


_LONG = " + ".join(["'a'"] * 990)
_DEEP = ".a" * 990


@pytest.mark.parametrize("end", ["", " + zone()"])
def test_a_name_may_have_many_parts(tmp_path, end):
    (tmp_path / "main.py").write_text(f"import os\n{APP}key = os.getenv({_LONG}{end})\n")
    assert audit(tmp_path).facts.apps


@pytest.mark.parametrize(
    "source",
    [
        f"@app.get('/a')\ndef read():\n    return Response('x', media_type={_LONG})\n",
        f"class AppSettings:\n    a: int = 1\n@held{_DEEP}\ndef one():\n    return AppSettings()\n",
    ],
)
def test_whatever_is_written_may_have_many_parts(tmp_path, source):
    top = f"from fastapi import Response\n{APP}"
    (tmp_path / "main.py").write_text(f"{top}{source}")
    assert audit(tmp_path).facts.apps


def test_a_number_that_grows_may_have_many_parts():
    loop = f"while piece := file.read(9):\n    held{_DEEP} += len(piece)\n    if held > 9: stop()\n"
    assert not counts(ast.parse(loop).body)
    assert counts(ast.parse(loop.replace(_DEEP, "")).body)


def test_a_query_and_an_end_may_have_many_parts():
    found = facts(f"{APP}def read(db):\n    query = {_LONG}\n    return db.run(query)\n")
    function = found.index.definition("app.main.read")
    assert isinstance(function, Function)
    assert not runs_match(next(returned(function)), function)
    assert not is_timestamp(function.assigned["query"][0], function)


@pytest.mark.parametrize("status", ["²", "٢٠٠", "2XX", "9" * 5000])
def test_a_status_may_be_any_text(status):
    source = f"@app.get('/', responses={{{status!r}: {{'model': int}}}})\ndef read(): ...\n"
    assert lines(lists_paginated.RULE, APP + source) == []


def test_names_that_are_given_each_other_are_gone_through_once():
    turns = "    b = a\n    a = b\n" * 12
    issue = f"def issue():\n    a = make()\n{turns}    return jwt.encode(a.claims(), KEY)\n"
    with bounded_effort():
        token_expiry.judge(facts(f"import jwt\n{APP}{issue}"))
