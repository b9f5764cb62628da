"""Dependencies of libraries that verify tokens, made beside what includes the routers."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.auth import judge

FILES = {
    "api/src/__init__.py": "",
    "api/src/routers/__init__.py": "",
    "api/src/routers/notes.py": """from fastapi import APIRouter
router = APIRouter()
@router.get("/notes")
def notes(): ...
""",
    "api/src/provider.py": """from fastapi_keycloak import FastAPIKeycloak
class Provider(FastAPIKeycloak):
    pass
idp = Provider()
""",
    "api/src/main.py": """from fastapi import Depends, FastAPI
from src.provider import idp
from src.routers import notes
app = FastAPI()
LOGGED_IN = Depends(idp.get_current_user())
app.include_router(notes.router, dependencies=[LOGGED_IN])
""",
}
STRAY = """from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from api.src.models import Note
"""


@pytest.mark.parametrize("extra", ["", STRAY])
def test_a_library_is_known_through_a_class_of_the_project(extra):
    assert judge(facts({**FILES, "api/src/kinds.py": extra})).verdict.value == "met"


def test_what_else_is_made_there_verifies_nothing():
    other = {"api/src/provider.py": "from somewhere import Provider\nidp = Provider()\n"}
    assert judge(facts(FILES | other)).verdict.value == "not_met"
