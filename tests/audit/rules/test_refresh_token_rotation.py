from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.refresh_token_rotation import RULE

START = """import jwt
from fastapi import Depends, FastAPI
app = FastAPI()
def read(token): return jwt.decode(token, 'key', algorithms=['HS256'])
"""


@pytest.mark.parametrize(
    "source",
    [
        "@app.post('/auth/refresh')\ndef again(token: str): return make(read(token))",
        (
            "@app.post('/token')\ndef refresh_token(token: str):\n  data = {}\n"
            "  data.update(read(token))\n  return data"
        ),
        (
            "@app.post('/refresh')\nasync def again(token: str):\n  read(token)\n"
            "  await session.execute(select(User))\n  return response.set_cookie('a', 'b')"
        ),
        "@app.post('/refresh')\ndef again(claims=Depends(read)): return make(claims)",
    ],
)
def test_it_finds(source):
    assert lines(RULE, START + source) == [6]


@pytest.mark.parametrize(
    "source",
    [
        "@app.post('/refresh')\ndef again(token: str):\n  read(token)\n  session.add(Login())",
        (
            "@app.post('/refresh')\nasync def again(token: str):\n  read(token)\n"
            "  await logins.rotate(token)"
        ),
        (
            "@app.post('/refresh')\nasync def again(token: str):\n  read(token)\n"
            "  await redis.set(token, 1)"
        ),
        "@app.post('/refresh')\ndef again(token: str): return provider.refresh(token)",
        "@app.post('/login')\ndef login(token: str): return read(token)",
        (
            "@app.post('/refresh')\ndef again(token: str):\n  read(token)\n"
            "  db.execute('UPDATE logins SET used = 1')"
        ),
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, START + source) == []


def test_it_follows_services_and_what_overrides_their_interfaces():
    files = {
        "app/main.py": "from fastapi import APIRouter, FastAPI\nfrom app.port import Tokens\n"
        "from app.wiring import tokens\napp = FastAPI()\nrouter = APIRouter()\n\n\n"
        "@router.post('/refresh')\nasync def again(token: str, port: Tokens = tokens):\n"
        "    return await port.renew(token)\n\n\napp.include_router(router)\n",
        "app/port.py": "class Tokens:\n    async def renew(self, token): ...\n",
        "app/wiring.py": "tokens = None\n",
        "app/service.py": "import jwt\nfrom app.port import Tokens\n\n\nclass Service(Tokens):\n"
        "    async def renew(self, token):\n        return jwt.decode(token, 'k', ['HS256'])\n",
    }
    assert [(each.path, each.line) for each in findings(RULE, files)] == [("app/main.py", 9)]


def test_a_commit_around_every_request_stores_nothing_of_the_token():
    source = (
        START
        + """class Codec:
    def __init__(self): self.kept = lru_cache(9)(self.read)
    def read(self, token): return jwt.decode(token, 'key', algorithms=['HS256'])
    def decode(self, token): return self.kept(token)
codec = Codec()
def session():
    with make() as session:
        yield session
        session.commit()
@app.post('/refresh')
def again(token: str, s=Depends(session)):
    return set(codec.decode(token))
"""
    )
    assert lines(RULE, source) == [15]
