from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

TOP = """from typing import Annotated, Literal, Optional; from starlette.config import environ, Config; config = Config()
from pydantic import Field, PostgresDsn, Secret, SecretStr
from pydantic_settings import BaseSettings as Base
class Settings(Base):
"""


@pytest.mark.parametrize(
    "field",
    [
        "SECRET_KEY: str",
        "smtp_password: str | None = None",
        "smtp_password: Optional[str] = None",
        "jwt_secret: Annotated[str, Field(min_length=32)]",
        "bot_token: str = ''",
        "openai_api_key: str = Field(default='')",
        "supabase_service_role_key: str",
        "SUPABASE_SERVICE_ROLE: str",
        "hmac_key: str",
        "jwt_private_keys: str | None = None",
        "aws_secret_access_key: str",
        "S3_ACCESS_KEY: str\n    S3_ACCESS_ID: str",
        "s3_access_key: str\n    s3_access_key_id: str",
        "secret_id: str | None = None\n    role_id: str | None = None",
        "database_url: str",
        "database_url: str | None = None",
        "DB_URL = config('DB_URL')",
        "DB_URL: str = config('DB_URL', cast=str)",
        "database_url: str = Field(..., description='of the database')",
        "database_url: str = 'postgresql://db/app'",
        "database_url: str = 'postgresql://app:hunter2@db/app'",
        "broker: str = 'amqp://app:hunter2@queue'",
        "_DEFAULT_PASSWORD: str = 'MyPassword'",
        "ADMIN_PASSWORD: str = config('ADMIN_PASSWORD', default='hunter2')",
    ],
)
def test_it_finds_fields_of_settings(field):
    assert lines(RULE, TOP + f"    {field}\n") == [5]


@pytest.mark.parametrize(("used", "found"), [("jwt.encode({}, settings.pepper)", [5]), ("1", [])])
def test_what_signs_tokens_is_a_secret_by_any_name(used, found):
    assert (
        lines(RULE, f"{TOP}    pepper: str\nsettings = Settings()\nimport jwt\n{used}\n") == found
    )


@pytest.mark.parametrize(
    "field",
    [
        "jwt_secret: SecretStr",
        "jwt_secret: Annotated[SecretStr, Field(min_length=32)]",
        "database_url: PostgresDsn",
        "database_url: str = 'sqlite:///app.db'",
        "DB_URL = config('DB_URL', default='sqlite:///app.db')",
        "token_url: str = '/token'",
        "service_role: str = 'worker'",
        "supabase_role: str",
        "token_type: str = 'bearer'",
        "token_expire_minutes: int = 30",
        "jwt_token_prefix: str = 'Token'",
        "api_key_header: str = 'X-API-Key'",
        "secret_name: str = 'prod/app'",
        "access_key: str = ''",
        "api_keys: list[str] = []",
        "feature_keys: str = ''",
        "jwt_public_keys: str | None = None",
        "s3_access_key: str\n    access_id: str",
        "secret_id: str = 'prod/app'",
        "supabase_anon_key: str",
        "role_key: str",
        "max_token: int = 100",
        "password_min_length: int = 8",
        "require_password: bool = True",
        "public_key: str = ''",
        "SECRET_KEY: SecretStr = config('SECRET_KEY', cast=SecretStr)",
    ],
)
def test_it_leaves_fields_of_settings_alone(field):
    assert lines(RULE, TOP + f"    {field}\n") == []


def test_it_finds_literals_and_leaves_words_alone():
    source = """SECRET_KEY = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7"
DATABASE_URL = "postgresql://app:hunter2@db/app"
TOKEN_URL = "/auth/token"
WRONG_PASSWORD = "the password is wrong"
JWT_SECRET = settings.jwt_secret
RESET_TOKEN = os.environ["RESET_TOKEN"]
"""
    assert lines(RULE, source) == [1, 2]


@pytest.mark.parametrize(
    ("constant", "found"),
    [
        ('KEY_MAP_API_KEY = "map_api_key"', []),
        ('KEY_SITE_TOKEN = "cloned-site:"', []),
        ('SITE_TOKEN = "site:token:"', []),
        ('KEY_MAP_API_KEY = "x7Hq0ZpLw2"', [1]),
        ('MAP_API_KEY = "map_api_key"', [1]),
    ],
)
def test_names_under_which_something_is_kept(constant, found):
    assert lines(RULE, f"{constant}\n") == found


@pytest.mark.parametrize(
    ("folder", "found"), [("load_tests", []), ("contests", [5]), ("jobs", [5])]
)
def test_settings_below_a_folder_of_tests(folder, found):
    source = f"{TOP}    api_key: str\n"
    assert lines(RULE, {f"app/{folder}/make.py": source}) == found


def test_it_sees_models_in_settings_and_leaves_settings_of_tests_alone():
    files = {
        "app/models.py": "from pydantic import BaseModel\nclass Mail(BaseModel):\n    password: str\n",
        "app/config.py": TOP.replace("\nclass", "\nfrom app.models import Mail as M\nclass")
        + "    mail: M\nclass TestSettings(Settings):\n    jwt_secret: str = 'x' * 9\n",
        "tests/test_it.py": "PASSWORD = 'hunter2hunter2'\n",
    }
    assert lines(RULE, files) == [3]


CODE = """from fastapi import Depends, FastAPI, Header
from pydantic import BaseModel
app = FastAPI()
class UserCreate(BaseModel):
    password: str
def hashed(password: str) -> str: ...
def check(token: str = Header(), kind: str = ''):
    if CONDITION:
        return 1
    return decoded(token)
@app.get("/", dependencies=[Depends(check)])
def read(): ...
def start():
    STATEMENT
"""


def code(condition="token", statement="pass"):
    return CODE.replace("CONDITION", condition).replace("STATEMENT", statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UserCreate(password='123456')",
        "user.password = hashed(password='hunter2')",
        "connect(user='root', passwd='toor')",
    ],
)
def test_it_finds_passwords_that_are_given(statement):
    assert lines(RULE, code(statement=statement)) == [14]


@pytest.mark.parametrize(
    "condition", ["token == 'dev'", "'dev' == token", "kind or token == 'dev'"]
)
def test_it_finds_tokens_that_are_accepted(condition):
    assert lines(RULE, code(condition)) == [8]


@pytest.mark.parametrize(
    ("condition", "statement"),
    [
        ("token == 'null'", "pass"),
        ("token == ''", "pass"),
        ("token != 'dev'", "pass"),
        ("kind == 'access'", "pass"),
        ("token == settings.token", "pass"),
        ("token", "UserCreate(password='password')"),
        ("token", "UserCreate(password=given)"),
        ("token", "url(password='*****')"),
        ("token", "UserCreate(password='')"),
        ("token", "Form(grant='password')"),
        ("token", "show(password='Type your password')"),
    ],
)
def test_it_leaves_other_literals_alone(condition, statement):
    assert lines(RULE, code(condition, statement)) == []


def test_it_leaves_a_token_alone_that_is_refused():
    assert lines(RULE, code("token == 'dev'").replace("return 1", "raise ValueError")) == []


@pytest.mark.parametrize(
    "field",
    ["jwt_secret: SecretStr = SecretStr('change-me')", "password: SecretStr = Field('hunter2')"],
)
def test_it_finds_defaults_that_are_wrapped(field):
    assert lines(RULE, TOP + f"    {field}\n") == [5]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        # A base of settings, and what else reads the environment by itself.
        ("class Jwt(BaseModel):\n    secret: str\nclass Read(Jwt, BaseSettings): ...\n", [5]),
        ("class Settings(BaseModel):\n    jwt_secret: str = config('JWT_SECRET')\n", [5]),
        ("class Config:\n    JWT_SECRET = os.environ.get('JWT_SECRET')\n", [5]),
        ("class Config:\n    JWT_SECRET = os.environ['JWT_SECRET']\n", [5]),
        ("class Jwt(BaseModel):\n    secret: str\n", []),
        ("class Sender:\n    api_key = os.environ.get('API_KEY')\n", [5]),
        ("class Config:\n    JWT_ALGORITHM = os.environ.get('A')\n", []),
    ],
)
def test_classes_that_are_settings_by_what_they_do(source, found):
    top = "import os\nfrom decouple import config\nfrom pydantic import BaseModel, BaseSettings\n"
    assert lines(RULE, f"{top}{source}") == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("url = 'http://host'\nurl = url + '/path'\n", []),
        ("a = b + '/path'\nb = a + '/path'\n", []),
        ("url = 'https://ann:Xq83hTz@db.internal'\nurl = url + '/path'\n", [1]),
        ("url = 'http://host'\n" + "url = url + '/path'\n" * 2_000, []),
    ],
)
def test_a_text_that_is_made_from_itself(source, found):
    assert lines(RULE, source) == found


def test_what_a_column_is_called_is_no_secret():
    source = "import sqlalchemy\nPASSWORD = 'password_file'\n"
    users = "users = sqlalchemy.Table('users', meta, sqlalchemy.Column(PASSWORD, sqlalchemy.Text))"
    assert lines(RULE, source) == [2]
    assert lines(RULE, source + users) == []
