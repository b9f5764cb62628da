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
                "from fastapi_users.authentication import JWTStrategy\n"
                "def strategy() -> JWTStrategy:\n    return JWTStrategy(secret=KEY)\n"
                "async def user(token: str = Depends(bearer)):\n"
                "    return await strategy().read_token(token, None)\n"
                "@app.get('/')\ndef read(user=Depends(user)): ...\n"
            ),
            "met",
        ),
        (
            (
                "def current_active_user(request: Request):\n    return request.state.user\n"
                "@app.get('/')\ndef read(user=Depends(current_active_user)): ...\n"
            ),
            "partial",
        ),
        (
            (
                "def get_auth(request: Request):\n    return request.state.authentication\n"
                "@app.get('/')\ndef read(auth=Depends(get_auth)): ...\n"
            ),
            "partial",
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
                "from starlette.authentication import AuthenticationBackend\n"
                "from starlette.middleware.authentication import AuthenticationMiddleware\n"
                "class Backend(AuthenticationBackend):\n"
                "    async def authenticate(self, conn):\n"
                "        token = conn.headers['Authorization'].split()[1]\n"
                "        return jwt.decode(token, 'k', algorithms=['HS256'])\n"
                "class Needed:\n"
                "    def __init__(self, token=Depends(bearer)):\n"
                "        if not token:\n            raise ValueError\n"
                "app.add_middleware(AuthenticationMiddleware, backend=Backend())\n"
                "@app.get('/', dependencies=[Depends(Needed)])\ndef read(): ...\n"
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
        (
            (
                "from fastapi.security import OAuth2PasswordRequestForm\n"
                "@app.post('/token')\ndef log_in(form: OAuth2PasswordRequestForm = Depends()): ...\n"
            ),
            "not_met",
        ),
    ],
)
def test_routes(source, verdict):
    assert judge(facts(HEAD + source)).verdict.value == verdict


@pytest.mark.parametrize(
    ("options", "note"),
    [
        ("options={'verify_exp': False}", "decoded with verify_exp switched off"),
        ("options=LAX", "decoded with verify_exp switched off"),
        ("**{'options': LAX}", "decoded with verify_exp switched off"),
        ("options={'verify_signature': False}", "decoded with verify_signature switched off"),
        ("options={'verify_aud': False}", "decoded in a dependency"),
        ("options={'verify_signature': True}", "decoded in a dependency"),
    ],
)
def test_a_token_that_is_not_checked_proves_nothing(options, note):
    source = (
        "LAX = {'verify_exp': False}\n"
        "def user(token: str = Depends(bearer)):\n"
        f"    return jwt.decode(token, 'k', algorithms=['HS256'], {options})\n"
        "@app.get('/')\ndef read(user=Depends(user)): ...\n"
    )
    judgement = judge(facts(HEAD + source))
    assert judgement.verdict.value == ("partial" if "off" in note else "met")
    assert judgement.evidence[0].note == note


def test_a_token_whose_end_one_endpoint_does_not_check():
    source = (
        "def lax(token: str = Depends(bearer)):\n"
        "    options = {'verify_exp': False}\n"
        "    return jwt.decode(token, 'k', algorithms=['HS256'], options=options)\n"
        "def user(token: str = Depends(bearer)):\n"
        "    return jwt.decode(token, 'k', algorithms=['HS256'])\n"
        "@app.get('/')\ndef read(user=Depends(user)): ...\n"
        "@app.post('/logout')\ndef log_out(user=Depends(lax)): ...\n"
    )
    assert judge(facts(HEAD + source)).verdict.value == "met"


@pytest.mark.parametrize(
    "made",
    [
        "FastAPIUsers(None, [])",
        "FastAPIUsers[User, int](None, [])",
        "Users(None, [])",
        "Users[User, int](None, [])",
    ],
)
def test_a_library(made):
    text = (
        "from fastapi import Depends, FastAPI\nfrom fastapi_users import FastAPIUsers\n"
        "class User: ...\nclass Users(FastAPIUsers[User, int]): ...\n"
        f"users = {made}\ncurrent = users.current_user()\napp = FastAPI()\n"
        "@app.get('/')\ndef read(user=Depends(current)): ...\n"
    )
    assert judge(facts(text)).verdict.value == "met"


def test_no_application():
    assert judge(facts("x = 1")).verdict.value == "not_applicable"


PORT = """from abc import ABC, abstractmethod
class Port(ABC):
    @abstractmethod
    def user(self, token: str) -> bool:
        \"\"\"Who it is.\"\"\"
class Reader(Port):
    def user(self, token: str = Depends(bearer)) -> bool:
        return self.read(token)
    def read(self, token):
        return jwt.decode(token, "k", algorithms=["HS256"])
def make() -> Port:
    if app.debug:
        return None
    return Reader()
def choose():
    if app.debug:
        return None
    return Reader()
"""


@pytest.mark.parametrize(
    ("held", "listed"),
    [
        ("auth = Reader()", "[Depends(auth.user)]"),
        ("auth: Port = make()", "[Depends(auth.user)]"),
        ("auth = choose()", "[Depends(auth.user)]"),
        ("auth: Port = make()\nasked = [Depends(auth.user)] if auth else []", "asked"),
        ("auth: Port = make()\nasked = [Depends(auth.user)]", "[*asked]"),
        ("auth: Port = make()\nasked = [Depends(auth.user)]", "[] + asked"),
        ("auth: Port = make()\nclass Asked:\n    all = [Depends(auth.user)]", "Asked.all"),
        ("def ask(port: Port = Depends(make)):\n    return port.user('')", "[Depends(ask)]"),
    ],
)
def test_a_method_that_is_depended_on_whatever_class_it_is_of(held, listed):
    route = f"@app.get('/', dependencies={listed})\ndef read(): ...\n"
    assert judge(facts(f"{HEAD}{PORT}{held}\n{route}")).verdict.value == "met"


def test_only_routes_that_depend_on_what_decodes_are_told():
    source = (
        "def session(): ...\n"
        "def user(token: str = Depends(bearer), s=Depends(session)):\n"
        "    return jwt.decode(token, 'k', algorithms=['HS256'])\n"
        "@app.post('/login')\ndef log_in(s=Depends(session)): ...\n"
        "@app.get('/')\ndef read(user=Depends(user)): ...\n"
    )
    evidence = judge(facts(HEAD + source)).evidence
    assert [each.note for each in evidence] == ["decoded in a dependency", "depends on it"]
    assert evidence[1].line == HEAD.count("\n") + 7


def test_a_route_whose_dependency_is_overridden_depends_on_what_decodes():
    source = (
        "def user(): ...\n"
        "def checked(token: str = Depends(bearer)):\n"
        "    return jwt.decode(token, 'k', algorithms=['HS256'])\n"
        "app.dependency_overrides[user] = checked\n"
        "@app.get('/')\ndef read(user=Depends(user)): ...\n"
    )
    assert judge(facts(HEAD + source)).evidence[1].note == "depends on it"
