"""Keys whose length something refuses, wherever that stands."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge

SIGN = 'import jwt\nfrom app.config import KEY\ndef sign(c): return jwt.encode(c, KEY, "HS256")\n'
HELPER = """import os
def need(name, least=0):
    value = os.environ.get(name, "")
    if len(value) < least:
        raise RuntimeError(name)
    return value
"""
OBJECT = """import os, sys
class Config:
    def __init__(self):
        self.key = os.getenv("KEY")
        if not self.key or len(self.key) < 32:
            sys.exit("KEY is weak")
config = Config()
KEY = config.key
"""
CAST = """from decouple import config
def strong(value):
    if len(value) < {least}:
        raise ValueError("weak")
    return value
KEY = config("KEY", cast=strong)
"""
REPLACED = """import os, secrets
KEY = os.getenv("KEY")
if KEY is None or len(KEY) < {least}:
    KEY = secrets.token_hex(32)
"""
MADE = """import attrs, os
@attrs.frozen
class Config:
    key: str = attrs.field(validator=attrs.validators.min_len({least}))
KEY = Config(key=os.environ["KEY"]).key
"""
PATTERN = """from pydantic import Field
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    key: str = Field(pattern=r"^[0-9a-f]{{{least}}}$")
KEY = bytes.fromhex(Settings().key)
"""


@pytest.mark.parametrize(
    ("config", "verdict"),
    [
        (f'{HELPER}KEY = need("KEY", least=32)\n', "met"),
        (f'{HELPER}KEY = need("KEY", least=8)\nOTHER = need("OTHER", 64)\n', "not_met"),
        (f'{HELPER}KEY = need("KEY", least=32)\nOTHER = need("OTHER")\n', "met"),
        ('import os\nKEY = os.getenv("KEY", "")\n', "not_met"),
        ('import os\nKEY = os.getenv("KEY", "")\nif not KEY:\n    raise RuntimeError\n', "unknown"),
        (OBJECT, "met"),
        (OBJECT.replace("32", "8"), "unknown"),
        (
            OBJECT.replace("config = Config()\nKEY = config.key", 'KEY = os.getenv("KEY")'),
            "unknown",
        ),
        (CAST.format(least=32), "met"),
        (CAST.format(least=8), "unknown"),
        (REPLACED.format(least=32), "met"),
        (REPLACED.format(least=1), "unknown"),
        (MADE.format(least=32), "met"),
        (MADE.format(least=8), "unknown"),
        (PATTERN.format(least=64), "met"),
        (PATTERN.format(least=8), "unknown"),
    ],
)
def test_what_is_refused_for_being_short(config, verdict):
    files = {"app/config.py": config, "app/tokens.py": SIGN}
    assert judge(facts(files)).verdict.value == verdict


DEFAULT = 'import os\nENV = os.getenv("ENV", "development")\nKEY = os.getenv("KEY", "dev-secret")\n'


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        ("", "not_met"),
        ('if ENV == "production" and KEY == "dev-secret":\n    raise RuntimeError\n', "partial"),
        ('if ENV == "production":\n    assert KEY != "dev-secret"\n', "partial"),
        ('if KEY == "dev-secret":\n    raise RuntimeError\n', "unknown"),
        ('if KEY == "dev-secret":\n    print("do not do this")\n', "not_met"),
        ('if ENV == "dev-secret":\n    raise RuntimeError\n', "not_met"),
        (
            (
                "def check():\n"
                '    if ENV == "production" and KEY.startswith("dev-"):\n'
                "        raise RuntimeError\ncheck()\n"
            ),
            "not_met",
        ),
        (
            (
                "def check():\n"
                '    if ENV == "production" and KEY == "dev-secret":\n'
                "        raise RuntimeError\ncheck()\n"
            ),
            "partial",
        ),
        # Nobody runs it.
        ('def check():\n    if KEY == "dev-secret":\n        raise RuntimeError\n', "not_met"),
    ],
)
def test_a_default_that_a_module_refuses(check, verdict):
    files = {"app/config.py": DEFAULT + check, "app/tokens.py": SIGN}
    assert judge(facts(files)).verdict.value == verdict


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ('JWT = {"key": "hunter2hunter2", "algorithm": "HS256"}\n', "not_met"),
        (
            (
                "from cryptography.hazmat.primitives.asymmetric import ec\n"
                'JWT = {"key": ec.generate_private_key(ec.SECP256R1()), "algorithm": "ES256"}\n'
            ),
            "met",
        ),
    ],
)
def test_a_key_among_other_options(code, verdict):
    source = f"import jwt\n{code}def sign(c): return jwt.encode(c, **JWT)\n"
    assert judge(facts(source)).verdict.value == verdict


PATHS = """from pathlib import Path
from pydantic_settings import BaseSettings
import jwt
class Settings(BaseSettings):
    private_key_path: Path = Path("certs/jwt-private.pem")
    payload_path: Path = Path("certs/payload")
settings = Settings()
def sign(c): return jwt.encode(c, settings.{name}.read_text(), algorithm="{algorithm}")
"""


@pytest.mark.parametrize(
    ("name", "algorithm", "verdict"),
    [
        ("private_key_path", "RS256", "met"),
        ("private_key_path", "HS256", "unknown"),
        ("payload_path", "RS256", "unknown"),
    ],
)
def test_a_key_in_a_file_that_a_setting_names(name, algorithm, verdict):
    source = PATHS.format(name=name, algorithm=algorithm)
    assert judge(facts(source)).verdict.value == verdict


def test_a_key_in_a_file_that_is_committed():
    source = PATHS.format(name="private_key_path", algorithm="RS256")
    files = {"app/main.py": source, "certs/jwt-private.pem": "-----BEGIN PRIVATE KEY-----\n"}
    assert judge(facts(files)).verdict.value == "not_met"


def test_a_key_of_a_part_of_the_call_that_signs():
    source = "import jwt\nfrom functools import partial\n"
    source += 'sign = partial(jwt.encode, key="hunter2hunter2", algorithm="HS256")\n'
    assert judge(facts(source)).verdict.value == "not_met"


KEPT = """import jwt, secrets
DEFAULTS = {"jwt_secret": ""}
class Settings:
    def __getattr__(self, name): return DEFAULTS[name]
settings = Settings()
def start(): DEFAULTS["jwt_secret"] = %s
def key():
    secret = settings.jwt_secret
    if not secret:
        raise RuntimeError
    return secret
def sign(c): return jwt.encode(c, key(), algorithm="HS256")
"""


@pytest.mark.parametrize(
    ("made", "verdict"), [("secrets.token_hex(32)", "met"), ("input()", "unknown")]
)
def test_an_empty_text_in_place_of_a_key_that_is_made(made, verdict):
    assert judge(facts(KEPT % made)).verdict.value == verdict


def test_a_key_that_is_told_where_nobody_gives_one():
    source = """import jwt
KEY = "hunter2hunter2"
def sign(claims, key=None):
    if not key:
        key = KEY
    return jwt.encode(claims, key, algorithm="HS256")
def login(user): return sign({"sub": user})
"""
    assert judge(facts(source)).verdict.value == "not_met"


VALIDATED = """import jwt, os
from pydantic import BaseModel, SecretStr, field_validator
class Settings(BaseModel):
    key: SecretStr
    @field_validator("{field}")
    @classmethod
    def check(cls, value: SecretStr):
        assert len(value.get_secret_value()) >= {least}
        return value
settings = Settings(key=os.environ["KEY"])
def sign(c): return jwt.encode(c, settings.key.get_secret_value(), algorithm="HS256")
"""


@pytest.mark.parametrize(
    ("field", "least", "verdict"),
    [("key", 32, "met"), ("key", 8, "unknown"), ("other", 32, "unknown")],
)
def test_a_validator_of_what_an_object_is_made_with(field, least, verdict):
    source = VALIDATED.format(field=field, least=least)
    assert judge(facts(source)).verdict.value == verdict


def test_a_private_key_beside_a_secret():
    source = """import jwt, os, secrets
SECRET = secrets.token_hex(32)
def sign(c): return jwt.encode(c, os.environ["PEM"], algorithm="{algorithm}")
def session(c): return jwt.encode(c, SECRET, algorithm="HS256")
"""
    assert judge(facts(source.format(algorithm="RS256"))).verdict.value == "met"
    assert judge(facts(source.format(algorithm="HS256"))).verdict.value == "unknown"
