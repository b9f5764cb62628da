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


USERS = """from fastapi import Depends, FastAPI
from fastapi_users import FastAPIUsers
from fastapi_users.authentication import AuthenticationBackend, BearerTransport, JWTStrategy
from fastapi_users.authentication.strategy.db import DatabaseStrategy
def strategy(tokens=Depends(...)):
    return {strategy}
bearer = BearerTransport(tokenUrl="login")
backend = AuthenticationBackend(name="x", transport=bearer, get_strategy=strategy)
users = FastAPIUsers(manager, [backend])
current_user = users.current_user()
app = FastAPI()
@app.get("/me")
def me(user=Depends(current_user)): ...
"""


@pytest.mark.parametrize(
    ("strategy", "verdict"),
    [
        ('JWTStrategy(secret="k", lifetime_seconds=60)', "met"),
        ("DatabaseStrategy(tokens, lifetime_seconds=60)", "partial"),
    ],
)
def test_tokens_that_are_looked_up_are_not_verified(strategy, verdict):
    assert judge(facts(USERS.format(strategy=strategy))).verdict.value == verdict


THREAD = """import asyncio, jwt
from fastapi import Depends, FastAPI
app = FastAPI()
async def logged_in(token: str):
    return await asyncio.to_thread(jwt.decode, token, "k" * 32{algorithms})
@app.get("/me")
def me(user=Depends(logged_in)): ...
"""


@pytest.mark.parametrize(
    ("algorithms", "verdict"), [(', algorithms=["HS256"]', "met"), ("", "partial")]
)
def test_a_thread_decodes(algorithms, verdict):
    assert judge(facts(THREAD.format(algorithms=algorithms))).verdict.value == verdict
