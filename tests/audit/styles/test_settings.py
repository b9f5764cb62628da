"""Keys and lifetimes of tokens that come out of settings of every style."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import jwt_secret, token_expiry

SIGNS = """from datetime import datetime, timedelta, timezone
import jwt
{read}
def sign(user):
    end = datetime.now(timezone.utc) + timedelta(minutes={minutes})
    return jwt.encode({{"sub": user, "exp": end}}, {key}, algorithm="HS256")
"""

STYLES = {
    "dataclass with environment": (
        {
            "app/config.py": """import os
from dataclasses import dataclass, field
@dataclass(frozen=True)
class Config:
    secret: str = os.environ["SECRET"]
    minutes: int = int(os.getenv("MINUTES", "15"))
config = Config()
"""
        },
        ("from app.config import config", "config.minutes", "config.secret"),
        ("unknown", "met"),
    ),
    "dataclass with factories": (
        {
            "app/config.py": """import os
from dataclasses import dataclass, field
@dataclass
class JwtConfig:
    secret: str = field(default_factory=lambda: os.getenv("SECRET", "change-me"))
    minutes: int = field(default_factory=lambda: int(os.getenv("MINUTES", 120)))
@dataclass
class Config:
    jwt: JwtConfig = field(default_factory=JwtConfig)
def load() -> Config:
    return Config()
"""
        },
        ("from app.config import load\nconfig = load()", "config.jwt.minutes", "config.jwt.secret"),
        ("not_met", "not_met"),
    ),
    "dataclass that a function fills": (
        {
            "app/config.py": """import os
from dataclasses import dataclass
@dataclass
class Config:
    secret: str
    minutes: int
def load_config() -> Config:
    return Config(secret=os.environ["SECRET"], minutes=int(os.environ.get("MINUTES", 20)))
"""
        },
        ("from app.config import load_config", "load_config().minutes", "load_config().secret"),
        ("unknown", "met"),
    ),
    "decouple": (
        {
            "app/config.py": """from decouple import config
SECRET = config("SECRET")
MINUTES = config("MINUTES", 45, cast=int)
"""
        },
        ("from app import config", "config.MINUTES", "config.SECRET"),
        ("unknown", "not_met"),
    ),
    "decouple with a default": (
        {
            "app/config.py": """from decouple import AutoConfig
config = AutoConfig()
SECRET = config("SECRET", "not-so-secret")
MINUTES = config("MINUTES", default=10, cast=int)
"""
        },
        ("from app.config import MINUTES, SECRET", "MINUTES", "SECRET"),
        ("not_met", "met"),
    ),
    "starlette": (
        {
            "app/config.py": """from starlette.config import Config
from starlette.datastructures import Secret
config = Config(".env")
SECRET = config("SECRET", cast=Secret)
MINUTES = config("MINUTES", int, 15)
"""
        },
        ("from app.config import MINUTES, SECRET", "MINUTES", "str(SECRET)"),
        ("unknown", "met"),
    ),
    "starlette with a default": (
        {
            "app/config.py": """from starlette.config import Config
from starlette.datastructures import Secret
config = Config(environ={})
SECRET = config("SECRET", cast=Secret, default="a-secret-of-the-developer-of-this")
MINUTES = config("MINUTES", cast=int, default=60 * 24)
"""
        },
        ("from app.config import MINUTES, SECRET", "MINUTES", "str(SECRET)"),
        ("not_met", "not_met"),
    ),
    "environs": (
        {
            "app/config.py": """from environs import Env
env = Env()
env.read_env()
with env.prefixed("JWT_"):
    SECRET = env.str("SECRET")
    MINUTES = env.int("MINUTES", 15)
"""
        },
        ("from app.config import MINUTES, SECRET", "MINUTES", "SECRET"),
        ("unknown", "met"),
    ),
    "environs with validation": (
        {
            "app/config.py": """from environs import env, validate
SECRET = env.str("SECRET", validate=validate.Length(min=32))
MINUTES = env.int("MINUTES", default=15)
"""
        },
        ("from app.config import MINUTES, SECRET", "MINUTES", "SECRET"),
        ("met", "met"),
    ),
    "a dictionary of the environment": (
        {
            "app/config.py": """import os
CONFIG = {
    "algorithm": "HS256",
    "secret": os.environ["SECRET"],
    "minutes": int(os.environ.get("MINUTES", "15")),
    "days": 30,
}
"""
        },
        ("from app.config import CONFIG", "CONFIG['minutes']", "CONFIG['secret']"),
        ("unknown", "met"),
    ),
    "a dictionary of constants": (
        {
            "app/config.py": """CONFIG = {
    "jwt": {"secret": "this-is-the-secret", "minutes": 90},
    "title": "x",
}
"""
        },
        (
            "from app.config import CONFIG",
            "CONFIG['jwt'].get('minutes')",
            "CONFIG['jwt']['secret']",
        ),
        ("not_met", "not_met"),
    ),
    "values of dotenv": (
        {
            "app/config.py": """import os
from dotenv import dotenv_values
config = {**dotenv_values(".env"), **os.environ}
"""
        },
        ("from app.config import config", "int(config.get('MINUTES', 15))", "config['SECRET']"),
        ("unknown", "met"),
    ),
    "the environment by another name": (
        {
            "app/config.py": """from os import environ as env, getenv
SECRET = env["SECRET"]
MINUTES = int(getenv("MINUTES") or 15)
"""
        },
        ("from app.config import MINUTES, SECRET", "MINUTES", "SECRET"),
        ("unknown", "met"),
    ),
    "a helper that reads the environment": (
        {
            "app/config.py": """import os
def get_env(name, default=None):
    value = os.getenv(name, default)
    if value is None:
        raise RuntimeError(name)
    return value
SECRET = get_env("SECRET")
MINUTES = int(get_env("MINUTES", "15"))
"""
        },
        ("from app.config import MINUTES, SECRET", "MINUTES", "SECRET"),
        ("unknown", "met"),
    ),
    "a helper with a default for the key": (
        {
            "app/config.py": """import os
def get_env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)
class Settings:
    SECRET = get_env("SECRET", "supersecretsupersecret")
    MINUTES = int(get_env("MINUTES", "1440"))
settings = Settings()
"""
        },
        ("from app.config import settings", "settings.MINUTES", "settings.SECRET"),
        ("not_met", "not_met"),
    ),
    "a class of attributes": (
        {
            "app/config.py": """import os
class Base:
    SECRET = os.getenv("SECRET")
    MINUTES = 30
class Production(Base):
    DEBUG = False
class Development(Base):
    DEBUG = True
configs = {"production": Production, "development": Development}
def get_config():
    return configs[os.getenv("ENV", "development")]
"""
        },
        ("from app.config import get_config", "get_config().MINUTES", "get_config().SECRET"),
        ("unknown", "met"),
    ),
    "an attribute that is set on the way": (
        {
            "app/config.py": """import os
class Settings:
    def __init__(self):
        self.load()
    def load(self):
        self.secret = os.environ["SECRET"]
        self.minutes = int(os.environ.get("MINUTES", "30"))
settings = Settings()
"""
        },
        ("from app.config import settings", "settings.minutes", "settings.secret"),
        ("unknown", "met"),
    ),
    "a named tuple": (
        {
            "app/config.py": """import os
from typing import NamedTuple
class Settings(NamedTuple):
    secret: str
    minutes: int = 30
settings = Settings(os.environ["SECRET"])
"""
        },
        ("from app.config import settings", "settings.minutes", "settings.secret"),
        ("unknown", "met"),
    ),
    "a module that measures": (
        {
            "app/config.py": """import os
SECRET = os.getenv("SECRET", "")
MINUTES = 15
if len(SECRET) < 32:
    raise RuntimeError("SECRET is too short")
"""
        },
        ("from app.config import MINUTES, SECRET", "MINUTES", "SECRET"),
        ("met", "met"),
    ),
    "dynaconf": (
        {
            "app/config.py": """from dynaconf import Dynaconf
settings = Dynaconf(envvar_prefix="APP", settings_files=["default.toml", ".secrets.toml"])
""",
            "app/default.toml": """[default]
name = "x"
[default.security]
minutes = 20
""",
        },
        (
            "from app.config import settings",
            "settings.security.minutes",
            "settings.security.secret_key",
        ),
        ("unknown", "met"),
    ),
    "dynaconf with a key in its file": (
        {
            "app/config.py": """from dynaconf import Dynaconf
settings = Dynaconf(settings_files=["settings.toml"])
""",
            "settings.toml": """[default]
SECRET_KEY = "please-change-me"
MINUTES = 600
""",
        },
        ("from app.config import settings", "settings.MINUTES", "settings['secret_key']"),
        ("not_met", "not_met"),
    ),
    "a file of YAML": (
        {
            "app/config.py": """import yaml
from pathlib import Path
def load() -> dict:
    with Path("config.yaml").open() as file:
        return yaml.safe_load(file)
config = load()
""",
            "config.yaml": "auth:\n  secret: abcdefgh\n  minutes: 15\n",
        },
        ("from app.config import config", "config['auth']['minutes']", "config['auth']['secret']"),
        ("not_met", "met"),
    ),
    "a file of INI": (
        {
            "app/config.py": """from configparser import ConfigParser
parser = ConfigParser()
parser.read("config.ini")
SECRET = parser["auth"]["secret"]
MINUTES = parser.getint("auth", "minutes", fallback=15)
""",
            "config.ini": "[auth]\nsecret = abcdefgh\n",
        },
        ("from app.config import MINUTES, SECRET", "MINUTES", "SECRET"),
        ("not_met", "met"),
    ),
    "pydantic with a file of TOML": (
        {
            "app/config.py": """from pydantic_settings import BaseSettings, SettingsConfigDict
class Settings(BaseSettings):
    model_config = SettingsConfigDict(toml_file="config.toml")
    secret: str
    minutes: int
settings = Settings()
""",
            "config.toml": 'secret = "abcdefgh"\nminutes = 45\n',
        },
        ("from app.config import settings", "settings.minutes", "settings.secret"),
        ("not_met", "not_met"),
    ),
    "models of a file": (
        {
            "app/config.py": """import tomllib
from pydantic import BaseModel
class Auth(BaseModel):
    secret: str
    minutes: int = 600
class Config(BaseModel):
    auth: Auth
with open("config.toml", "rb") as file:
    config = Config(**tomllib.load(file))
""",
            "config.toml": '[auth]\nsecret = "abcdefgh"\n',
        },
        ("from app.config import config", "config.auth.minutes", "config.auth.secret"),
        ("not_met", "not_met"),
    ),
    "pydantic with nested models": (
        {
            "app/config.py": """from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
class Jwt(BaseModel):
    secret: SecretStr = Field(min_length=32)
    minutes: int = 15
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__")
    jwt: Jwt
def get_settings() -> Settings:
    return Settings()
"""
        },
        (
            "from app.config import get_settings\nsettings = get_settings()",
            "settings.jwt.minutes",
            "settings.jwt.secret.get_secret_value()",
        ),
        ("met", "met"),
    ),
    "pydantic with a default that is generated": (
        {
            "app/config.py": """import secrets
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    secret: str = secrets.token_urlsafe(32)
    days: int = 8
settings = Settings()
"""
        },
        ("from app.config import settings", "60 * 24 * settings.days", "settings.secret"),
        ("met", "not_met"),
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_the_key_and_the_end_of_tokens(style):
    files, (read, minutes, key), (secret, expiry) = STYLES[style]
    signs = SIGNS.format(read=read, minutes=minutes, key=key)
    found = facts({**files, "app/__init__.py": "", "app/security.py": signs})
    verdicts = (jwt_secret.judge(found), token_expiry.judge(found))
    assert tuple(each.verdict.value for each in verdicts) == (secret, expiry)
