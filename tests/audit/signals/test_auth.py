from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.auth import judge

HEAD = """import jwt
from fastapi import Depends, FastAPI, Request
from fastapi.security import APIKeyHeader, OAuth2PasswordBearer
from starlette.middleware.base import BaseHTTPMiddleware
app = FastAPI()
bearer = OAuth2PasswordBearer("/login")
class Codec:
    def read(self, token: str) -> dict:
        return jwt.decode(token, "k", algorithms=["HS256"])
def codec() -> Codec:
    return Codec()
"""


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (
            (
                "def user(token: str = Depends(bearer)):\n"
                "    return jwt.decode(token, 'k', algorithms=['HS256'])\n"
                "@app.get('/')\ndef read(user=Depends(user)): ...\n"
            ),
            "met",
        ),
        (
            (
                "def user(token: str = Depends(bearer), c: Codec = Depends(codec)):\n"
                "    return c.read(token)\n"
                "@app.get('/')\ndef read(user=Depends(user)): ...\n"
            ),
            "met",
        ),
        (
            (
                "def user(token: str = Depends(bearer)):\n"
                "    header = jwt.get_unverified_header(token)\n"
                "    return jwt.decode(token, 'k', algorithms=[header['alg']])\n"
                "@app.get('/')\ndef read(user=Depends(user)): ...\n"
            ),
            "partial",
        ),
        (
            (
                "def user(token: str = Depends(bearer)):\n"
                "    return jwt.decode(token, 'k', options={'verify_signature': False})\n"
                "@app.get('/')\ndef read(user=Depends(user)): ...\n"
            ),
            "partial",
        ),
        (
            (
                "class Auth(BaseHTTPMiddleware):\n"
                "    async def dispatch(self, request, call_next):\n"
                "        jwt.decode(request.headers['Authorization'], 'k', algorithms=['HS256'])\n"
                "app.add_middleware(Auth)\n@app.get('/')\ndef read(): ...\n"
            ),
            "not_met",
        ),
        (
            (
                "key = APIKeyHeader(name='X-Key')\n"
                "@app.get('/')\ndef read(key: str = Depends(key)): ...\n"
            ),
            "partial",
        ),
        ("@app.get('/')\ndef read(): ...\n", "not_met"),
    ],
)
def test_routes(source, verdict):
    assert judge(facts(HEAD + source)).verdict.value == verdict


def test_a_library():
    text = (
        "from fastapi import Depends, FastAPI\nfrom fastapi_users import FastAPIUsers\n"
        "users = FastAPIUsers(None, [])\ncurrent = users.current_user()\napp = FastAPI()\n"
        "@app.get('/')\ndef read(user=Depends(current)): ...\n"
    )
    assert judge(facts(text)).verdict.value == "met"


def test_no_application():
    assert judge(facts("x = 1")).verdict.value == "not_applicable"
