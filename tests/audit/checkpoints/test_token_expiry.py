from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge

HEAD = """from datetime import UTC, datetime, timedelta
import time
import jwt
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    ACCESS_SECONDS: int = 900
    ACCESS_MINUTES: int = 60 * 24 * 8
    REFRESH_DAYS: int = 7
    LONG_DAYS: int = 30
settings = Settings()
"""


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("'exp': datetime.now(UTC) + timedelta(seconds=settings.ACCESS_SECONDS)", "met"),
        ("'exp': datetime.now(UTC) + timedelta(minutes=settings.ACCESS_MINUTES)", "not_met"),
        ("'exp': datetime.utcnow() + timedelta(hours=1)", "not_met"),
        ("'exp': int(time.time()) + 900", "met"),
        ("'exp': int(time.time()) + 3600", "not_met"),
        ("'exp': int((datetime.now(UTC) + timedelta(minutes=30)).timestamp())", "met"),
        ("'exp': datetime.timestamp(datetime.utcnow() + timedelta(minutes=30))", "met"),
        ("'exp': datetime.timestamp(datetime.utcnow() + timedelta(days=1))", "not_met"),
        ("'sub': 'x'", "not_met"),
        ("**unknown()", "unknown"),
        # By which another service knows the application.
        ("'iss': APP, 'iat': time.time(), 'exp': time.time() + 540", "not_applicable"),
        ("'iss': APP, 'sub': user, 'exp': time.time() + 540", "met"),
    ],
)
def test_an_access_token(source, verdict):
    text = f"{HEAD}def sign(key):\n    return jwt.encode({{{source}}}, key)\n"
    assert judge(facts(text)).verdict.value == verdict


@pytest.mark.parametrize(("minutes", "verdict"), [(15, "met"), (60, "not_met")])
def test_an_end_of_its_own_that_is_read_out_of_tokens(minutes, verdict):
    text = (
        f"{HEAD}def end():\n    until = datetime.now(UTC) + timedelta(minutes={minutes})\n"
        "    return until.strftime('%c')\n"
        "def sign(key):\n    return jwt.encode({'expires_at': end()}, key)\n"
        "def read(token, key):\n    claims = jwt.decode(token, key, algorithms=['HS256'])\n"
        "    ends = claims.get('expires_at')\n    refuse_late(ends)\n"
    )
    assert judge(facts(text)).verdict.value == verdict


@pytest.mark.parametrize(
    ("name", "lifetime", "verdict"),
    [
        ("create_refresh_token", "timedelta(days=settings.REFRESH_DAYS)", "met"),
        ("create_refresh_token", "timedelta(days=settings.LONG_DAYS)", "partial"),
        ("create_password_reset_token", "timedelta(days=2)", "met"),
        ("create_verification_token", "timedelta(days=2)", "met"),
        ("create_login_token", "timedelta(days=2)", "not_met"),
    ],
)
def test_what_it_is_for(name, lifetime, verdict):
    text = (
        f"{HEAD}def sign(data, expires_delta=None):\n"
        "    to_encode = data.copy()\n"
        "    if expires_delta:\n"
        "        expire = datetime.now(UTC) + expires_delta\n"
        "    else:\n"
        "        expire = datetime.now(UTC) + timedelta(minutes=15)\n"
        "    to_encode.update({'exp': expire})\n"
        "    return jwt.encode(to_encode, 'k')\n"
        "def create_access_token(user):\n    return sign({'sub': user})\n"
        f"def {name}(user):\n    return sign({{'sub': user}}, {lifetime})\n"
    )
    assert judge(facts(text)).verdict.value == verdict


def test_a_library_that_signs():
    text = "from fastapi_users.authentication import JWTStrategy\nJWTStrategy('s', {})\n"
    assert judge(facts(text.format("lifetime_seconds=3600"))).verdict.value == "not_met"
    assert judge(facts(text.format("lifetime_seconds=900"))).verdict.value == "met"
    # Nothing ends there.
    assert judge(facts(text.format("lifetime_seconds=0"))).verdict.value == "not_met"
    assert judge(facts(text.format("lifetime_seconds=None"))).verdict.value == "not_met"


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("    ...", "Own(secret='s', lifetime_seconds={})"),
        ("    ...", "Own('s', {})"),
        (
            (
                "    def __init__(self, secret, lifetime_seconds):\n"
                "        super().__init__(secret=secret, lifetime_seconds=lifetime_seconds)"
            ),
            "Own('s', {})",
        ),
        (
            "    def __init__(self, store, seconds):\n        super().__init__('s', seconds)",
            "Own(None, seconds={})",
        ),
        (
            "    def __init__(self):\n        super().__init__('s', {})",
            "Own()",
        ),
        (
            "    def __init__(self, **options):\n        super().__init__(**options)",
            "Own(secret='s', lifetime_seconds={})",
        ),
    ],
)
def test_a_class_of_ones_own_that_signs_as_the_library_does(body, made):
    text = f"from fastapi_users.authentication import JWTStrategy\nclass Own(JWTStrategy):\n{body}\n{made}\n"
    assert judge(facts(text.replace("{}", "3600"))).verdict.value == "not_met"
    assert judge(facts(text.replace("{}", "900"))).verdict.value == "met"


def test_without_tokens():
    assert judge(facts("x = 1")).verdict.value == "not_applicable"


KEPT = """import secrets
from sqlalchemy.orm import DeclarativeBase, Mapped
class Base(DeclarativeBase): ...
class RefreshToken(Base):
    token: Mapped[str]
    expires_at: Mapped[int]
def log_in():
    access = jwt.encode({'exp': time.time() + 900}, "k")
    return access, RefreshToken(token=secrets.token_urlsafe(32), END)
"""


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ("expires_at=int(time.time() + settings.REFRESH_DAYS * 24 * 3600)", "met"),
        ("expires_at=int(time.time() + settings.LONG_DAYS * 24 * 3600)", "partial"),
        ("expires_at=datetime.now(UTC) + timedelta(days=settings.LONG_DAYS)", "partial"),
        ("expires_at=given()", "unknown"),
        ("user_id=1", "met"),
    ],
)
def test_it_knows_refresh_tokens_that_are_kept(end, verdict):
    assert judge(facts(HEAD + KEPT.replace("END", end))).verdict.value == verdict


def test_a_moment_that_a_class_wraps():
    source = """import jwt
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
@dataclass
class Moment:
    value: datetime
class Timer:
    def __init__(self, ttl: timedelta, refresh_threshold_ratio: float):
        self._ttl = ttl
    def end(self) -> Moment:
        return Moment(datetime.now(UTC) + self._ttl)
timer = Timer(timedelta(minutes=5), refresh_threshold_ratio=0.2)
def sign(key):
    claims = {"exp": timer.end().value.timestamp()}
    return jwt.encode(claims, key, algorithm="HS256")
"""
    assert judge(facts(source)).verdict.value == "met"
    assert judge(facts(source.replace("minutes=5", "days=5"))).verdict.value == "not_met"


NONE = """def sign(data, delta=None):
    if delta is None:
        delta = timedelta(hours=15)
    return jwt.encode({"exp": datetime.now(UTC) + delta}, "key")
"""
ELSE = """def sign(data, delta=None):
    if delta:
        end = datetime.now(UTC) + delta
    else:
        end = datetime.now(UTC) + timedelta(hours=15)
    return jwt.encode({"exp": end}, "key")
"""


@pytest.mark.parametrize("source", [NONE, ELSE])
@pytest.mark.parametrize(
    ("call", "verdict"),
    [
        ("def login(): return sign({}, delta=timedelta(minutes=20))", "met"),
        ("def login():\n    d = timedelta(minutes=20)\n    return sign({}, d)", "met"),
        ("def login(): return sign({}, timedelta(days=8))", "not_met"),
        ("def login(): return sign({})", "not_met"),
        ("def login(d=None): return sign({}, d)", "not_met"),
        ("", "not_met"),
    ],
)
def test_the_call_decides_where_a_function_has_a_default(source, call, verdict):
    assert judge(facts(f"{HEAD}{source}{call}\n")).verdict.value == verdict


ROWS = """from datetime import UTC, datetime, timedelta
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.orm import DeclarativeBase, Mapped
scheme = OAuth2PasswordBearer(tokenUrl="token")
class Base(DeclarativeBase): ...
class {name}(Base):
    __tablename__ = "tokens"
    value: Mapped[str]
    user_id: Mapped[int]
    {field}
def issue(user):
    token = {name}(value="x", user_id=user)
    {given}
    return token
"""


@pytest.mark.parametrize(
    ("name", "field", "given", "verdict"),
    [
        ("Token", "", "...", "not_met"),
        ("AccessToken", "", "...", "not_met"),
        ("ApiToken", "", "...", "not_applicable"),
        ("PasswordResetToken", "", "...", "not_applicable"),
        (
            "AuthToken",
            "expires_at: Mapped[datetime]",
            "token.expires_at = datetime.now(UTC) + timedelta(minutes=20)",
            "met",
        ),
        (
            "AuthToken",
            "expires_at: Mapped[datetime]",
            "token.expires_at = datetime.now(UTC) + timedelta(days=20)",
            "not_met",
        ),
    ],
)
def test_tokens_that_are_rows(name, field, given, verdict):
    assert judge(facts(ROWS.format(name=name, field=field, given=given))).verdict.value == verdict


def test_an_end_that_is_set_on_a_refresh_token_afterwards():
    text = HEAD + (
        "from sqlalchemy.orm import DeclarativeBase\n"
        "class Base(DeclarativeBase): ...\n"
        "class RefreshToken(Base):\n    __tablename__ = 'r'\n"
        "def keep():\n    kept = RefreshToken()\n"
        "    kept.expires_at = datetime.now(UTC) + timedelta(days=settings.LONG_DAYS)\n"
        "def sign():\n"
        "    end = datetime.now(UTC) + timedelta(minutes=15)\n"
        "    return jwt.encode({'exp': end}, 'k')\n"
    )
    assert judge(facts(text)).verdict.value == "partial"


@pytest.mark.parametrize(("given", "verdict"), [("", "not_met"), (", lifetime_seconds=900", "met")])
def test_a_strategy_that_looks_tokens_up(given, verdict):
    text = (
        "from fastapi_users.authentication import RedisStrategy\n"
        f"def get_strategy(redis):\n    return RedisStrategy(redis{given})\n"
    )
    assert judge(facts(text)).verdict.value == verdict


def test_seconds_that_the_environment_gives_as_a_text():
    text = HEAD + (
        "import os\n"
        "SECONDS = int(os.getenv('SECONDS', '86400'))\n"
        "def sign():\n"
        "    end = datetime.now(UTC) + timedelta(seconds=SECONDS)\n"
        "    return jwt.encode({'exp': to_utc(end).timestamp()}, 'k')\n"
    )
    assert judge(facts(text)).verdict.value == "not_met"


PORTS = """import time
from dataclasses import dataclass
from typing import Protocol
import jwt
from app.config import settings
class Codec(Protocol):
    def encode(self, claims: dict) -> str: ...
    def decode(self, token: str) -> dict: ...
class Signed(Codec):
    def encode(self, claims: dict) -> str:
        return jwt.encode(claims, settings.KEY)
    def decode(self, token: str) -> dict:
        return jwt.decode(token, settings.KEY, algorithms=["HS256"])
@dataclass
class Claims:
    subject: str
    end: int
    def as_dict(self):
        return {"sub": self.subject, "exp": self.end}
@dataclass
class Tokens:
    codec: Codec
    def write(self, claims: Claims):
        return self.codec.encode(claims.as_dict())
    def encode(self, claims: Claims):
        return self.write(claims)
    def decode(self, token):
        held = self.codec.decode(token)
        return Claims(subject=held["sub"], end=int(held["exp"]))
def log_in(tokens: Tokens, name):
    return tokens.encode(Claims(subject=name, end=int(time.time()) + SECONDS))
"""


@pytest.mark.parametrize(("seconds", "verdict"), [(900, "met"), (3600, "not_met")])
def test_tokens_behind_an_interface(seconds, verdict):
    files = {"app/main.py": PORTS.replace("SECONDS", str(seconds)), "app/config.py": ""}
    assert judge(facts(files)).verdict.value == verdict
