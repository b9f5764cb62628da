from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge
from fastscaffold.audit.checkpoints.token_expiry import judge as judge_expiry

SIGN = """import jwt
from app.config import settings
def sign(claims):
    return jwt.encode(claims, settings.KEY, algorithm="HS256")
"""
HEAD = """import secrets
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    ENVIRONMENT: str = "local"
"""


@pytest.mark.parametrize(
    ("field", "verdict"),
    [
        ("    KEY: str\n", "unknown"),
        ("    KEY: SecretStr\n", "unknown"),
        ("    KEY: str = Field(min_length=32)\n", "met"),
        ("    KEY: str = Field(min_length=8)\n", "unknown"),
        ("    KEY: str = secrets.token_urlsafe(32)\n", "met"),
        ("    KEY: str = Field(default_factory=lambda: secrets.token_hex(32))\n", "met"),
        ("    KEY: str = secrets.token_hex(8)\n", "partial"),
        ("    KEY: str = 'changethis'\n", "not_met"),
        (
            "    KEY: str = Field('dev-secret-dev-secret-dev-secret-dev', min_length=32)\n",
            "not_met",
        ),
        (
            (
                "    KEY: str = 'changethis'\n"
                "    @model_validator(mode='after')\n"
                "    def check(self):\n"
                "        if self.KEY == 'changethis' and self.ENVIRONMENT != 'local':\n"
                "            raise ValueError('KEY')\n"
                "        return self\n"
            ),
            "partial",
        ),
        (
            (
                "    KEY: str = 'changethis'\n"
                "    @model_validator(mode='after')\n"
                "    def check(self):\n"
                "        if self.ENVIRONMENT == 'local':\n"
                "            return self\n"
                "        if self.KEY == 'changethis':\n"
                "            raise ValueError('KEY')\n"
                "        return self\n"
            ),
            "partial",
        ),
        (
            (
                "    KEY: str = 'changethis'\n"
                "    ENV: str = 'production'\n"
                "    @model_validator(mode='after')\n"
                "    def check(self):\n"
                "        if self.ENV.lower() in {'production', 'staging'}:\n"
                "            if self.KEY == 'changethis':\n"
                "                raise ValueError('KEY')\n"
                "        return self\n"
            ),
            "unknown",
        ),
        (
            (
                "    KEY: str\n"
                "    @field_validator('KEY')\n"
                "    @classmethod\n"
                "    def check(cls, value):\n"
                "        if len(value) < 32:\n"
                "            raise ValueError('short')\n"
                "        return value\n"
            ),
            "met",
        ),
        (
            (
                "    KEY: str\n"
                "    @field_validator('KEY')\n"
                "    @classmethod\n"
                "    def check(cls, value):\n"
                "        if len(value) < 8:\n"
                "            raise ValueError('short')\n"
                "        return value\n"
            ),
            "unknown",
        ),
    ],
)
def test_a_setting(field, verdict):
    project = facts({"app/config.py": f"{HEAD}{field}settings = Settings()\n", "app/t.py": SIGN})
    judgement = judge(project)
    assert judgement.verdict.value == verdict
    assert judgement.evidence[0].path == "app/config.py"


@pytest.mark.parametrize(
    ("default", "held", "verdict"),
    [
        ("'./keys/private-key.pem'", "keys/private-key.pem", "not_met"),
        ("Path('keys') / 'private-key.pem'", "keys/private-key.pem", "not_met"),
        ("'./keys/private-key.pem'", "keys/public-key.pem", "unknown"),
        ("None", "keys/private-key.pem", "unknown"),
    ],
)
def test_a_private_key_of_the_repository_that_settings_name(default, held, verdict):
    source = (
        "import jwt\nfrom pathlib import Path\nfrom pydantic_settings import BaseSettings\n"
        f"class Settings(BaseSettings):\n    KEY_FILE: Path | None = {default}\n"
        "settings = Settings()\ndef sign(claims):\n    with open(settings.KEY_FILE) as file:\n"
        "        return jwt.encode(claims, load(file), algorithm='RS256')\n"
    )
    found = judge(facts({"app/main.py": source, held: "not read"}))
    assert found.verdict.value == verdict


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("KEY = 'secret'\njwt.encode({}, KEY)\n", "not_met"),
        ("import os\njwt.encode({}, os.environ['KEY'])\n", "unknown"),
        ("import os\njwt.encode({}, os.getenv('KEY', 'secret'))\n", "not_met"),
        ("import os\nKEY = os.getenv('KEY') or 'secret'\njwt.encode({}, KEY)\n", "not_met"),
        ("def f(key):\n    jwt.encode({}, key)\n", "unknown"),
        ("def f(key):\n    jwt.encode({}, key)\nf('secret')\n", "not_met"),
        (
            (
                "from starlette.config import Config\nconfig = Config()\n"
                "KEY = config('KEY', cast=str)\njwt.encode({}, KEY)\n"
            ),
            "unknown",
        ),
        (
            (
                "from starlette.config import Config\nconfig = Config()\n"
                "KEY = config('KEY', cast=str, default='secret')\njwt.encode({}, KEY)\n"
            ),
            "not_met",
        ),
    ],
)
def test_elsewhere(source, verdict):
    assert judge(facts(f"import jwt\n{source}")).verdict.value == verdict


def test_a_project_without_tokens():
    assert judge(facts("x = 1")).verdict.value == "not_applicable"


USER = """import jwt
from sqlalchemy.orm import DeclarativeBase, Mapped
class Base(DeclarativeBase): ...
class User(Base):
    hashed_password: Mapped[str]
    signing_key: Mapped[str]
"""


@pytest.mark.parametrize(
    ("attribute", "verdict"), [("hashed_password", "not_met"), ("signing_key", "unknown")]
)
def test_a_password_of_a_user_is_no_key(attribute, verdict):
    source = f"def sign(user: User):\n    return jwt.encode({{}}, str(user.{attribute}))\n"
    found = judge(facts(USER + source))
    assert found.verdict.value == verdict
    assert verdict == "unknown" or [each.line for each in found.evidence] == [8]


NESTED = """from functools import lru_cache
from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings
class Security(BaseModel):
    KEY: FIELD
class Settings(BaseSettings):
    security: Security = Field(default_factory=Security)
@lru_cache
def get_settings() -> Settings:
    return Settings()
"""


@pytest.mark.parametrize(
    ("field", "verdict"),
    [
        ("SecretStr = SecretStr('change-me')", "not_met"),
        ("SecretStr", "unknown"),
        ("SecretStr = Field(min_length=32)", "met"),
    ],
)
def test_it_follows_nested_settings(field, verdict):
    files = {
        "app/config.py": NESTED.replace("FIELD", field),
        "app/tokens.py": "import jwt\nfrom app.config import get_settings\ndef sign(claims):\n"
        "    return jwt.encode(claims, get_settings().security.KEY.get_secret_value())\n",
    }
    assert judge(facts(files)).verdict.value == verdict


def test_settings_that_a_container_hands_on():
    source = """import jwt
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings
class JwtSettings(BaseModel):
    secret: str = Field(min_length=32)
class Read(JwtSettings, BaseSettings): ...
class Signer:
    def __init__(self, secret):
        self._secret = secret
    def sign(self, claims):
        return jwt.encode(claims, self._secret, algorithm="HS256")
class Provider:
    def signer(self, settings: JwtSettings) -> Signer:
        return Signer(secret=settings.secret)
"""
    assert judge(facts(source)).verdict.value == "met"


CHOSEN = """import os
from pydantic_settings import BaseSettings
class Base(BaseSettings):
    NAME: str = "shop"
class Dev(Base):
    KEY: str = "a-key-that-works"
class Prod(Base):
    KEY: str
CHOICE
"""


@pytest.mark.parametrize(
    ("choice", "verdict"),
    [
        ("settings = {'dev': Dev, 'prod': Prod}[os.getenv('ENV', 'dev')]()", "not_met"),
        ("settings = {'dev': Dev, 'prod': Prod}[os.getenv('ENV', 'prod')]()", "unknown"),
        ("settings = {'dev': Dev, 'prod': Prod}[os.environ['ENV']]()", "unknown"),
        (
            (
                "kinds = {'dev': Dev(), 'prod': Prod()}\n"
                "settings = kinds.get(os.getenv('ENV', 'dev'), Dev())"
            ),
            "not_met",
        ),
        ("settings = Prod() if os.getenv('ENV') == 'prod' else Dev()", "not_met"),
        ("settings = Dev() if os.getenv('ENV') == 'dev' else Prod()", "unknown"),
        (
            (
                "def get():\n    if os.getenv('ENV') == 'prod':\n        return Prod()\n"
                "    return Dev()\nsettings = get()"
            ),
            "not_met",
        ),
    ],
)
def test_settings_that_are_chosen_among_several(choice, verdict):
    files = {
        "app/config.py": CHOSEN.replace("CHOICE", choice),
        "app/tokens.py": "import jwt\nfrom app.config import settings\ndef sign(claims):\n"
        "    return jwt.encode(claims, settings.KEY, algorithm='HS256')\n",
    }
    assert judge(facts(files)).verdict.value == verdict


def test_a_class_of_ones_own_that_signs_as_the_library_does():
    source = """from fastapi_users.authentication import JWTStrategy
from app.config import settings
class Own(JWTStrategy):
    def __init__(self, key):
        super().__init__(secret=key, lifetime_seconds=60)
Own(settings.KEY)
"""
    for field, verdict in (("    KEY: str\n", "unknown"), ("    KEY: str = 'secret'\n", "not_met")):
        settings = f"{HEAD}{field}settings = Settings()\n"
        files = {"app/config.py": settings, "app/main.py": source}
        assert judge(facts(files)).verdict.value == verdict


READER = """import os
import jwt
def read(name, needed=False, default=None, number=False):
    value = os.environ.get(name)
    if needed and not value:
        raise RuntimeError(name)
    if not needed and not value:
        return default
    if number:
        value = int(value or 30)
    return value
title = read("TITLE", default="Notes")
"""


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        ("read('KEY', needed=True)", "unknown"),
        ("read('KEY', True)", "unknown"),
        ("read('KEY')", "unknown"),
        ("read('KEY', default='secret')", "not_met"),
        ("read('KEY', False, 'secret')", "not_met"),
        ("read('KEY', default=read('OLD_KEY'))", "unknown"),
        ("read('KEY', default=read('OLD_KEY', default='secret'))", "not_met"),
    ],
)
def test_what_one_call_of_a_reader_says_is_not_what_another_does(key, verdict):
    held = f"{READER}class Signer:\n    def __init__(self):\n        self.key = {key}\n"
    sign = "    def sign(self, claims):\n        return jwt.encode(claims, self.key)\n"
    assert judge(facts(held + sign)).verdict.value == verdict


def test_a_method_that_reads_for_its_class():
    source = """import os
import jwt
class Config:
    def _read(self, name, default=None):
        return os.getenv(name, default)
    def __init__(self):
        self.title = self._read("TITLE", "Notes")
        self.key = self._read("KEY")
config = Config()
def sign(claims):
    return jwt.encode(claims, config.key)
"""
    assert judge(facts(source)).verdict.value == "unknown"


@pytest.mark.parametrize(
    "made",
    [
        (
            "def key(store):\n    kept = store.read('signing_key')\n    if kept:\n        return kept\n"
            "    return base64.encodebytes(secrets.token_bytes(64)).decode()\n"
        ),
        (
            "def key(store):\n    return store.first().signing_key\n"
            "class Row(Base):\n    signing_key = Column(String, default=lambda: os.urandom(32).hex())\n"
        ),
        (
            "def key(store):\n    return store.first().signing_key\n"
            "def make():\n    return secrets.token_urlsafe(48)\n"
            "class Row(Base):\n    signing_key: Mapped[str] = mapped_column(default=make)\n"
        ),
        (
            "def key(store):\n    return store.first().signing_key\n"
            "def start(store):\n    store.add(Row(signing_key=secrets.token_hex(32)))\n"
        ),
        (
            "def key(store):\n    signing_key = store.get('signing_key')\n    return signing_key\n"
            "def start(store):\n    store.set('signing_key', secrets.token_hex(32))\n"
        ),
        (
            "CONFIG = {'signing_key': ''}\ndef key(store):\n    return CONFIG['signing_key']\n"
            "def start(store):\n    CONFIG['signing_key'] = secrets.token_hex(32)\n"
        ),
        (
            "CONFIG = {'signing_key': ''}\nclass Held:\n    def __init__(self, held): ...\n"
            "held = Held(CONFIG)\ndef key(store):\n    return getattr(held, 'signing_key', '').encode()\n"
            "def start(store):\n    store.config = {**CONFIG, 'signing_key': secrets.token_hex(32)}\n"
        ),
    ],
)
def test_a_key_that_is_made_at_random_and_kept(made):
    head = "import base64, os, secrets\nimport jwt\n"
    sign = (
        "def sign(store, claims):\n    return jwt.encode(claims, key(store), algorithm='HS256')\n"
    )
    source = head + made + sign
    assert judge(facts(source)).verdict.value == "met"
    for long, short in (("64", "8"), ("32", "8"), ("48", "8")):
        source = source.replace(f"({long})", f"({short})")
    assert judge(facts(source)).verdict.value != "met"


HANDMADE = """import base64, hmac, json, time
from app.config import settings
LIFE = {life}
def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
def create(claims):
    head = part({{"alg": "HS256", "typ": "JWT"}})
    body = part({{**claims, "exp": int(time.time()) + LIFE}})
    signature = hmac.new(settings.KEY.encode(), f"{{head}}.{{body}}".encode(), "sha256")
    return f"{{head}}.{{body}}.{{signature.hexdigest()}}"
def check(token):
    head, body, signature = token.split(".")
    made = hmac.new(settings.KEY.encode(), f"{{head}}.{{body}}".encode(), "sha256").hexdigest()
    return hmac.compare_digest(made, signature) and "HS256"
"""


@pytest.mark.parametrize(
    ("field", "verdict"),
    [
        ("    KEY: str\n", "unknown"),
        ("    KEY: str = 'secret'\n", "not_met"),
        ("    KEY: str = Field(min_length=32)\n", "met"),
    ],
)
def test_tokens_that_are_signed_by_hand(field, verdict):
    config = f"{HEAD}{field}settings = Settings()\n"
    files = {"app/config.py": config, "app/tokens.py": HANDMADE.format(life=60)}
    assert judge(facts(files)).verdict.value == verdict
    for life, expected in ((900, "met"), (3600, "not_met")):
        files["app/tokens.py"] = HANDMADE.format(life=life)
        assert judge_expiry(facts(files)).verdict.value == expected


def test_an_hmac_of_anything_else_is_no_token():
    source = (
        "import hmac\nKEY = b'secret'\ndef sign(body):\n    return hmac.new(KEY, body, 'sha256')\n"
    )
    assert judge(facts(source)).verdict.value == "not_applicable"


@pytest.mark.parametrize(
    "read",
    [
        "(Path(__file__).parent / 'certs' / 'private.pem').read_text()",
        "Path('certs/private.pem').read_bytes()",
        "open('certs/private.pem').read()",
    ],
)
@pytest.mark.parametrize(("algorithm", "verdict"), [("RS256", "met"), ("HS256", "unknown")])
def test_a_key_in_a_file_of_its_own(read, algorithm, verdict):
    source = (
        "from pathlib import Path\nimport jwt\nfrom pydantic_settings import BaseSettings\n"
        f"class Settings(BaseSettings):\n    key: str = {read}\n    algorithm: str = '{algorithm}'\n"
        "settings = Settings()\n"
        "def sign(claims):\n"
        "    return jwt.encode(claims, settings.key, algorithm=settings.algorithm)\n"
    )
    assert judge(facts(source)).verdict.value == verdict
    committed = {"app/main.py": source, "certs/private.pem": "-----BEGIN"}
    assert judge(facts(committed)).verdict.value == "not_met"
    ignored = {**committed, ".gitignore": "*.pem\n"}
    assert judge(facts(ignored)).verdict.value == "unknown"


@pytest.mark.parametrize(
    ("call", "verdict"),
    [
        ("Key(settings.KEY)", "unknown"),
        ("Key('changethis')", "not_met"),
        ("Key(made())", "unknown"),
    ],
)
def test_a_type_that_the_project_has_a_name_for(call, verdict):
    text = (
        "import jwt\nfrom typing import NewType\nfrom pydantic_settings import BaseSettings\n"
        "Key = NewType('Key', str)\nclass Settings(BaseSettings):\n    KEY: str\n"
        f"settings = Settings()\nKEY = {call}\n"
        "def sign(claims):\n    return jwt.encode(claims, KEY, algorithm='HS256')\n"
    )
    found = judge(facts(text))
    assert found.verdict.value == verdict
    assert ("any length" in found.evidence[0].note) is ("settings" in call)
