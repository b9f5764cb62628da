"""Tokens that are decoded by what something of no known kind holds, or by what others ship."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.auth import judge

FILES = {
    "app/__init__.py": "",
    "app/harbour.py": """from typing import Any
class Harbour:
    pilots: Any = None
harbour = Harbour()
""",
    "app/pilots.py": """from jose import jwt
class Pilots:
    def __init__(self, key):
        self.key = key
    def read(self, token):
        return jwt.decode(token, self.key, algorithms=["HS256"])
    def recognise(self, token):
        return self.read(token)
""",
}
MAIN = """from fastapi import Depends, FastAPI, Request
from fastapi.security import HTTPBearer
from app.harbour import harbour
app = FastAPI()
class Gate:
    def __call__(self, request: Request, given=Depends(HTTPBearer())):
        return {recognised}
@app.get("/ships", dependencies=[Depends(Gate())])
def ships() -> list[str]: ...
"""
OTHER = """class Buoys:
    def recognise(self, mark): ...
"""


@pytest.mark.parametrize("holder", ["harbour.pilots", "request.app.state.pilots"])
def test_a_method_is_told_by_its_name(holder):
    main = MAIN.format(recognised=f"{holder}.recognise(given)")
    assert judge(facts({**FILES, "app/main.py": main})).verdict.value == "met"


def test_a_name_that_two_classes_use_tells_nothing():
    main = MAIN.format(recognised="harbour.pilots.recognise(given)")
    files = {**FILES, "app/buoys.py": OTHER, "app/main.py": main}
    assert judge(facts(files)).verdict.value == "partial"


def test_what_no_guard_calls_decides_nothing():
    main = MAIN.format(recognised="given")
    assert judge(facts({**FILES, "app/main.py": main})).verdict.value == "partial"


@pytest.mark.parametrize(
    ("imported", "depended", "verdict"),
    [
        ("from harbour_auth.fastapi import Gate", "Gate(scopes=['dock'])", "partial"),
        ("from harbour_sso import allowed", "allowed", "partial"),
        ("from harbour_tides import level", "level", "not_met"),
    ],
)
def test_packages_of_others_check_what_they_are_named_after(imported, depended, verdict):
    source = f"""from fastapi import Depends, FastAPI
{imported}
app = FastAPI()
@app.get("/ships")
def ships(who=Depends({depended})) -> list[str]: ...
"""
    assert judge(facts(source)).verdict.value == verdict
