"""Keys and lifetimes of tokens that libraries of every style sign."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import jwt_secret, token_expiry

SETTINGS = """import os
SECRET = os.environ["SECRET"]
FIXED = "this-is-in-the-code"
MINUTES = 15
HOURS = 24
"""
HEAD = "from datetime import UTC, datetime, timedelta\nimport time\nfrom app.config import *\n"

STYLES = {
    "authlib": (
        """from authlib.jose import jwt
def sign(user):
    claims = {"sub": user, "exp": int(time.time()) + MINUTES * 60}
    return jwt.encode({"alg": "HS256"}, claims, FIXED)
""",
        ("not_met", "met"),
    ),
    "authlib with an object": (
        """from authlib.jose import JsonWebToken
jwt = JsonWebToken(["HS256"])
def sign(user):
    payload = dict(sub=user, exp=datetime.now(UTC) + timedelta(hours=HOURS))
    return jwt.encode(header={"alg": "HS256"}, payload=payload, key=SECRET)
""",
        ("unknown", "not_met"),
    ),
    "joserfc": (
        """from joserfc import jwt
from joserfc.jwk import OctKey
key = OctKey.import_key(SECRET)
def sign(user):
    return jwt.encode({"alg": "HS256"}, {"sub": user, "exp": time.time() + 900}, key)
""",
        ("unknown", "met"),
    ),
    "jose by its function": (
        """from jose.jwt import encode
def sign(user):
    return encode({"sub": user, "exp": datetime.now(UTC) + timedelta(0, 900)}, FIXED, "HS256")
""",
        ("not_met", "met"),
    ),
    "an alias of PyJWT": (
        """import jwt as pyjwt
def sign(user):
    end = (datetime.utcnow() + timedelta(hours=HOURS)).timestamp()
    return pyjwt.encode(payload={"sub": user, "exp": end}, key=SECRET, algorithm="HS256")
""",
        ("unknown", "not_met"),
    ),
    "an instance of PyJWT": (
        """from jwt import PyJWT
coder = PyJWT()
class Signer:
    def __init__(self, key: str, minutes: int):
        self._key = key
        self._life = timedelta(minutes=minutes)
    def sign(self, user):
        now = datetime.now(tz=UTC)
        return coder.encode({"sub": user, "iat": now, "exp": now + self._life}, self._key)
signer = Signer(SECRET, MINUTES)
""",
        ("unknown", "met"),
    ),
    "python_jwt of another name": (
        """import jwt
def sign(user, *, ttl: int = 900):
    issued = int(time.time())
    expires = issued + ttl
    payload = {"sub": user, "iat": issued, "exp": expires}
    return jwt.encode(payload, SECRET, algorithm="HS256")
def login(user):
    return sign(user, ttl=HOURS * 3600)
""",
        ("unknown", "not_met"),
    ),
    "fastapi-users": (
        """from fastapi_users.authentication import JWTStrategy
def get_jwt_strategy() -> JWTStrategy:
    return JWTStrategy(secret=SECRET, lifetime_seconds=60 * MINUTES)
""",
        ("unknown", "met"),
    ),
    "fastapi-users with a fixed key": (
        """from fastapi_users import authentication
def get_jwt_strategy():
    return authentication.JWTStrategy(secret=FIXED, lifetime_seconds=3600 * HOURS)
""",
        ("not_met", "not_met"),
    ),
    "fastapi-jwt-auth": (
        """from fastapi_jwt_auth import AuthJWT
from pydantic import BaseModel
class Settings(BaseModel):
    authjwt_secret_key: str = "secret"
    authjwt_access_token_expires: int = 60 * 10
@AuthJWT.load_config
def get_config():
    return Settings()
def login(user, auth: AuthJWT):
    return auth.create_access_token(subject=user)
""",
        ("not_met", "met"),
    ),
    "fastapi-jwt-auth with pairs": (
        """from fastapi_jwt_auth import AuthJWT
@AuthJWT.load_config
def get_config():
    return [("authjwt_secret_key", FIXED), ("authjwt_access_token_expires", timedelta(hours=2))]
def login(user, auth: AuthJWT):
    return auth.create_access_token(subject=user)
""",
        ("not_met", "not_met"),
    ),
    "fastapi-login": (
        """from fastapi_login import LoginManager
manager = LoginManager(SECRET, token_url="/auth/token")
def login(user):
    return manager.create_access_token(data={"sub": user}, expires=timedelta(hours=12))
""",
        ("unknown", "not_met"),
    ),
    "fastapi-login by default": (
        """from fastapi_login import LoginManager
manager = LoginManager(FIXED, "/login", use_cookie=True)
def login(user):
    return manager.create_access_token(data={"sub": user})
""",
        ("not_met", "met"),
    ),
    "AuthX": (
        """from authx import AuthX, AuthXConfig
config = AuthXConfig()
config.JWT_SECRET_KEY = FIXED
config.JWT_ACCESS_TOKEN_EXPIRES = timedelta(minutes=MINUTES)
auth = AuthX(config=config)
def login(user):
    return auth.create_access_token(uid=user)
""",
        ("not_met", "met"),
    ),
    "AuthX by arguments": (
        """from authx import AuthX, AuthXConfig
config = AuthXConfig(
    JWT_ALGORITHM="HS256",
    JWT_SECRET_KEY=SECRET,
    JWT_ACCESS_TOKEN_EXPIRES=timedelta(days=1),
)
auth = AuthX(config)
""",
        ("unknown", "not_met"),
    ),
    "AuthX by default": (
        """from authx import AuthX, AuthXConfig
auth = AuthX(AuthXConfig(JWT_SECRET_KEY=SECRET))
def login(user):
    return auth.create_access_token(uid=user), auth.create_refresh_token(uid=user)
""",
        ("unknown", "partial"),
    ),
    "fastapi-jwt": (
        """from fastapi_jwt import JwtAccessBearer
access = JwtAccessBearer(secret_key=FIXED, auto_error=True)
def login():
    return access.create_access_token(subject={})
""",
        ("not_met", "met"),
    ),
    "fastapi-jwt by arguments of one token": (
        """from fastapi_jwt import JwtAccessBearer
access = JwtAccessBearer(secret_key=SECRET, auto_error=True)
optional = JwtAccessBearer(secret_key=SECRET, auto_error=False)
LIFE = timedelta(days=1)
def login():
    return access.create_access_token(subject={}, expires_delta=LIFE)
""",
        ("unknown", "not_met"),
    ),
    "fastapi-jwt that is told less than it would be by default": (
        """from fastapi_jwt import JwtAccessBearer, JwtRefreshBearer
access = JwtAccessBearer(SECRET, access_expires_delta=timedelta(hours=2))
refresh = JwtRefreshBearer(SECRET)
def login():
    first = access.create_access_token({}, timedelta(minutes=10))
    return first, refresh.create_refresh_token({}, expires_delta=timedelta(days=5))
""",
        ("unknown", "met"),
    ),
    "AuthX by arguments of one token": (
        """from authx import AuthX, AuthXConfig
auth = AuthX(AuthXConfig(JWT_SECRET_KEY=SECRET))
def login(user):
    return auth.create_access_token(uid=user, expiry=timedelta(hours=8))
""",
        ("unknown", "not_met"),
    ),
    "a lifetime that is unpacked": (
        """import jwt
LIFE = {"minutes": 45}
def sign(user):
    return jwt.encode({"sub": user, "exp": datetime.now(UTC) + timedelta(**LIFE)}, SECRET)
""",
        ("unknown", "not_met"),
    ),
    "a lifetime that is chosen by kind": (
        """import jwt
from enum import Enum
class Kind(str, Enum):
    ACCESS = "access"
    REFRESH = "refresh"
LIFE = {Kind.ACCESS: timedelta(minutes=15), Kind.REFRESH: timedelta(days=30)}
def sign(user, kind: Kind):
    claims = {"sub": user, "type": kind.value, "exp": datetime.now(UTC) + LIFE[kind]}
    return jwt.encode(claims, SECRET)
def access(user):
    return sign(user, Kind.ACCESS)
def refresh(user):
    return sign(user, Kind.REFRESH)
""",
        ("unknown", "partial"),
    ),
    "a payload of pydantic": (
        """import jwt
from pydantic import BaseModel
class Payload(BaseModel):
    sub: str
    exp: datetime
def sign(user):
    end = datetime.now(UTC) + timedelta(minutes=MINUTES)
    payload = Payload(sub=user, exp=end)
    return jwt.encode(payload.model_dump(), SECRET)
""",
        ("unknown", "met"),
    ),
    "a payload by a builder": (
        """import jwt
def expiry(delta: timedelta) -> datetime:
    return datetime.now(UTC) + delta
def build(user, delta, **extra):
    return {"sub": user, "exp": expiry(delta), **extra}
def create_access_token(user):
    return jwt.encode(build(user, timedelta(minutes=15), type="access"), SECRET)
def create_refresh_token(user):
    return jwt.encode(build(user, timedelta(days=7), type="refresh"), SECRET)
""",
        ("unknown", "met"),
    ),
    "a delta of two branches": (
        """import jwt
def sign(data: dict, delta: timedelta | None = None):
    payload = data.copy()
    payload["exp"] = datetime.now(UTC) + (delta or timedelta(minutes=MINUTES))
    return jwt.encode(payload, SECRET)
def login(user):
    return sign({"sub": user}, timedelta(minutes=int(MINUTES)))
""",
        ("unknown", "met"),
    ),
    "a delta that remembers": (
        """import jwt
def sign(user, remember: bool = False):
    delta = timedelta(days=14) if remember else timedelta(minutes=15)
    return jwt.encode({"sub": user, "exp": datetime.now(UTC) + delta}, SECRET)
""",
        ("unknown", "not_met"),
    ),
    "a date of dateutil": (
        """import jwt
from dateutil.relativedelta import relativedelta
def sign(user):
    return jwt.encode({"sub": user, "exp": datetime.now(UTC) + relativedelta(hours=8)}, SECRET)
""",
        ("unknown", "not_met"),
    ),
    "an asymmetric key of the environment": (
        """import jwt
KEY = open(SECRET).read()
def sign(user):
    end = datetime.now(UTC) + timedelta(minutes=5)
    return jwt.encode({"sub": user, "exp": end}, KEY, algorithm="RS256")
""",
        ("unknown", "met"),
    ),
    "python-jose through jws": (
        """from jose import jws
def sign(user):
    end = int(time.time()) + 86400
    return jws.sign({"sub": user, "exp": end}, FIXED, algorithm="HS256")
""",
        ("not_met", "not_met"),
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_the_key_and_the_end_of_tokens(style):
    source, (secret, expiry) = STYLES[style]
    found = facts({"app/__init__.py": "", "app/config.py": SETTINGS, "app/auth.py": HEAD + source})
    verdicts = (jwt_secret.judge(found), token_expiry.judge(found))
    assert tuple(each.verdict.value for each in verdicts) == (secret, expiry)
