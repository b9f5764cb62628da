"""Keys and lifetimes on the long ways that they take through projects of several layers."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import jwt_secret, token_expiry

FLOWS = {
    "a service with settings handed in": (
        {
            "app/core/config.py": """from functools import lru_cache
from pydantic import BaseModel, SecretStr
from pydantic_settings import BaseSettings
class AuthSettings(BaseModel):
    secret_key: SecretStr
    algorithm: str = "HS256"
    access_token_lifetime_minutes: int = 15
    refresh_token_lifetime_days: int = 7
class Settings(BaseSettings):
    auth: AuthSettings
@lru_cache
def get_settings() -> Settings:
    return Settings()
""",
            "app/core/tokens.py": """from datetime import UTC, datetime, timedelta
from typing import Any
import jwt
from app.core.config import AuthSettings
class TokenService:
    def __init__(self, settings: AuthSettings) -> None:
        self._settings = settings
    def create_access_token(self, subject: str) -> str:
        lifetime = timedelta(minutes=self._settings.access_token_lifetime_minutes)
        return self._encode(subject, "access", lifetime)
    def create_refresh_token(self, subject: str) -> str:
        lifetime = timedelta(days=self._settings.refresh_token_lifetime_days)
        return self._encode(subject, "refresh", lifetime)
    def _encode(self, subject: str, kind: str, lifetime: timedelta) -> str:
        now = datetime.now(UTC)
        claims: dict[str, Any] = {"sub": subject, "type": kind, "iat": now, "exp": now + lifetime}
        key = self._settings.secret_key.get_secret_value()
        return jwt.encode(claims, key, algorithm=self._settings.algorithm)
""",
            "app/dependencies.py": """from fastapi import Depends
from app.core.config import Settings, get_settings
from app.core.tokens import TokenService
def get_tokens(settings: Settings = Depends(get_settings)) -> TokenService:
    return TokenService(settings.auth)
""",
        },
        ("unknown", "met"),
    ),
    "a container": (
        {
            "app/container.py": """from dependency_injector import containers, providers
from app.config import Settings
from app.tokens import Tokens
class Container(containers.DeclarativeContainer):
    settings = providers.Singleton(Settings)
    tokens = providers.Factory(Tokens, secret=settings.provided.secret)
""",
            "app/config.py": """from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    secret: str = "secret"
""",
            "app/tokens.py": """import jwt, time
class Tokens:
    def __init__(self, secret: str):
        self.secret = secret
    def sign(self, user):
        return jwt.encode({"sub": user, "exp": time.time() + 3600}, self.secret)
""",
        },
        ("not_met", "not_met"),
    ),
    "constants of a module": (
        {
            "app/constants.py": """from datetime import timedelta
ACCESS_LIFETIME = timedelta(minutes=30)
REFRESH_LIFETIME = timedelta(days=30)
SECRET = "b2c6e4d0a0b94c0c8a4c3b2f1e0d9c8b7a6f5e4d3c2b1a09"
""",
            "app/security.py": """from datetime import datetime, timezone
from jose import jwt
from app import constants as const
def _sign(claims, lifetime):
    claims = {**claims, "exp": datetime.now(timezone.utc) + lifetime}
    return jwt.encode(claims, const.SECRET, algorithm="HS256")
def access(user):
    return _sign({"sub": user, "type": "access"}, const.ACCESS_LIFETIME)
def refresh(user):
    return _sign({"sub": user, "type": "refresh"}, const.REFRESH_LIFETIME)
""",
        },
        ("not_met", "partial"),
    ),
    "minutes in the wrong unit": (
        {
            "app/config.py": """import os
SECRET = os.environ["SECRET"]
ACCESS_TOKEN_EXPIRE = int(os.getenv("ACCESS_TOKEN_EXPIRE", 3600))
""",
            "app/security.py": """from datetime import datetime, timedelta
import jwt
from app import config
def sign(user):
    end = datetime.utcnow() + timedelta(minutes=config.ACCESS_TOKEN_EXPIRE)
    return jwt.encode({"sub": user, "exp": end}, config.SECRET)
""",
        },
        ("unknown", "not_met"),
    ),
    "an interface": (
        {
            "app/ports.py": """from typing import Protocol
class TokenPort(Protocol):
    def issue(self, user: str, seconds: int) -> str: ...
""",
            "app/adapter.py": """import time
import jwt
from app.settings import settings
class JwtAdapter:
    def issue(self, user: str, seconds: int = 600) -> str:
        return jwt.encode({"sub": user, "exp": int(time.time()) + seconds}, settings.key)
""",
            "app/settings.py": """from pydantic import Field
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    key: str = Field(..., min_length=32, alias="JWT_KEY")
settings = Settings()
""",
            "app/login.py": """from app.ports import TokenPort
def login(tokens: TokenPort, user: str) -> str:
    return tokens.issue(user, 86400)
""",
        },
        ("met", "not_met"),
    ),
    "settings by environment": (
        {
            "app/config.py": """import os
from pydantic_settings import BaseSettings
class Base(BaseSettings):
    secret: str
    minutes: int = 15
class Development(Base):
    secret: str = "dev"
    minutes: int = 600
class Production(Base):
    pass
def get() -> Base:
    if os.getenv("ENV") == "production":
        return Production()
    return Development()
settings = get()
""",
            "app/security.py": """from datetime import datetime, timedelta
import jwt
from app.config import settings
def sign(user):
    end = datetime.utcnow() + timedelta(minutes=settings.minutes)
    return jwt.encode({"sub": user, "exp": end}, settings.secret)
""",
        },
        ("not_met", "not_met"),
    ),
    "a mixin": (
        {
            "app/config.py": """from pydantic_settings import BaseSettings
class JwtMixin(BaseSettings):
    JWT_SECRET: str
    JWT_MINUTES: int = 10
class DbMixin(BaseSettings):
    DB: str = "x"
class Settings(JwtMixin, DbMixin):
    pass
settings = Settings()
""",
            "app/security.py": """from datetime import datetime, timedelta
import jwt
from app.config import settings
def create(data: dict, expires_delta: timedelta | None = None):
    to_encode = data.copy()
    expire = datetime.utcnow() + (
        expires_delta if expires_delta else timedelta(minutes=settings.JWT_MINUTES)
    )
    to_encode |= {"exp": expire}
    return jwt.encode(to_encode, settings.JWT_SECRET, algorithm="HS256")
""",
        },
        ("unknown", "met"),
    ),
    "no end": (
        {
            "app/security.py": """import jwt, os
def create(user):
    payload = {"user_id": user.id}
    return jwt.encode(payload, os.environ["KEY"], algorithm="HS256")
"""
        },
        ("unknown", "not_met"),
    ),
    "an end by hand": (
        {
            "app/security.py": """import jwt, os, time
def create(user):
    payload = {"user_id": user.id, "expires": time.time() + 600}
    return jwt.encode(payload, os.environ["KEY"], algorithm="HS256")
def read(token):
    claims = jwt.decode(token, os.environ["KEY"], algorithms=["HS256"])
    return claims if claims["expires"] >= time.time() else None
"""
        },
        ("unknown", "met"),
    ),
}


@pytest.mark.parametrize("flow", FLOWS)
def test_the_key_and_the_end_of_tokens(flow):
    files, (secret, expiry) = FLOWS[flow]
    found = facts({"app/__init__.py": "", "app/core/__init__.py": "", **files})
    verdicts = (jwt_secret.judge(found), token_expiry.judge(found))
    assert tuple(each.verdict.value for each in verdicts) == (secret, expiry)
