from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE
from fastscaffold.audit.rules.secrets_without_defaults import RULE as DEFAULTS

# Eight lines.
TOP = """import configparser, environ, os, starlette.config
from os import environ as env
from decouple import config
from pydantic import BaseModel, SecretStr
def setting(name, fallback=None):
    return os.getenv(name) or fallback
def flag(name): return bool(os.getenv("DEBUG"))
ini = configparser.ConfigParser(); ini.read("app.ini"); read = starlette.config.Config()
"""


@pytest.mark.parametrize(
    "source",
    [
        "API_KEY = os.environ['API_KEY']",
        "TOKEN = env.get('BOT_TOKEN')",
        "def start():\n    secret = os.getenv('JWT_SECRET')",
        "if secret := os.environ.get('API_KEY'): ...",
        "key: str = os.getenv('OPENAI_API_KEY') if env else 'x'",
        "connect(password=os.environ['PGPASSWORD'])",
        "def of(shop):\n    return os.getenv('CLIENT_SECRET_%s' % shop)",
        "def of(shop):\n    return os.getenv('{}_CLIENT_SECRET'.format(shop))",
        "def of(shop):\n    return os.getenv('PRIVATE_KEY_%(shop)s' % {'shop': shop})",
        "told = {'password': os.environ.get(f'{env}_PASSWORD')}",
        "class Discord:\n    CLIENT_SECRET = config('CLIENT_SECRET')",
        "MAIL_PASSWORD = setting('MAIL_PASSWORD')",
        "KEY = setting(name='STRIPE_API_KEY', fallback='')",
        "SECRET_KEY = env.get('SECRET_KEY') or ini.get('app', 'SECRET_KEY', fallback=None)",
        "told = ini['mail']['password']",
        "told = ini['mail'].get('password', '')",
        "DATABASE_URL = str(os.getenv('DATABASE_URL'))",
        "DB_URL = os.getenv('DB_URL', 'postgresql://localhost/app')",
        "def check(given):\n    return given == os.environ['API_TOKEN']",
    ],
)
def test_it_finds_secrets_that_are_read_past_settings(source):
    offset = 1 if source.startswith(("def", "class")) else 0
    assert lines(RULE, f"{TOP}{source}\n") == [9 + offset]


@pytest.mark.parametrize(
    "source",
    [
        "SECRET_KEY = SecretStr(os.environ['SECRET_KEY'])",
        "SECRET_KEY: SecretStr = setting('SECRET_KEY')",
        "SECRET_KEY = read('SECRET_KEY', cast=SecretStr)",
        "DATABASE_URL = read('DATABASE_URL', cast=databases.DatabaseURL)",
        "DATABASE_URL = make_url(os.environ['DATABASE_URL'])",
        "def of(shop):\n    return os.getenv('SHOP_%s_NAME' % shop)",
        "class Told(BaseModel):\n    secret: SecretStr\ntold = Told(secret=os.environ['SECRET'])",
        "if os.getenv('API_KEY'): ...",
        "has_key = bool(os.getenv('API_KEY'))",
        "has_key = not os.getenv('API_KEY')",
        "os.environ['API_KEY'] = 'x'",
        "HOST = os.environ['HOST']",
        "TOKEN_URL = os.getenv('TOKEN_URL')",
        "DATABASE_URL = os.getenv('DATABASE_URL', 'sqlite:///app.db')",
        "KEY = flag('SECRET_KEY')",
        "key = {}.get('api_key')",
    ],
)
def test_it_leaves_what_is_wrapped_or_only_looked_at_alone(source):
    assert lines(RULE, f"{TOP}{source}\n") == []


def test_it_finds_what_a_helper_by_another_name_reads():
    files = {
        "app/env.py": "import os\ndef told(name): return os.environ[name]\n",
        "app/mail.py": "from app.env import told as of\n\n\nWORD = of('SMTP_PASSWORD')\n",
    }
    assert lines(RULE, files) == [4]


@pytest.mark.parametrize(
    ("body", "name", "found"),
    [
        ("return _told[name]", "SMTP_PASSWORD", [4]),
        ("if name in _told:\n        return _told[name]\n    return default", "SMTP_PASSWORD", [4]),
        ("return _told[name]", "SMTP_HOST", []),
        ("return _told[name]", "smtp_password", []),
        ("return ask(name)", "SMTP_PASSWORD", []),
    ],
)
def test_it_finds_what_is_read_of_a_file_of_the_environment_by_hand(body, name, found):
    files = {
        "app/env.py": (
            "_told = dict(line.split('=') for line in open('.env'))\n"
            f"def get(name, default=None):\n    {body}\n"
        ),
        "app/mail.py": f"from app.env import get as env\n\n\nWORD = env('{name}')\n",
    }
    assert lines(RULE, files) == found


def test_it_finds_a_secret_once_and_rather_where_it_is_kept():
    files = {
        "app/a.py": "import os\ndef start():\n    key = os.environ['API_KEY']\n",
        "app/b.py": "import os\n\nAPI_KEY = os.environ['API_KEY']\nX = os.environ['API_KEY']\n",
    }
    assert lines(RULE, files) == [3]


READ = "import os\nAPI_KEY = os.environ['API_KEY']\n"
SERVICE = "from fastapi import FastAPI\nfrom {folder}.app import {module}\napp = FastAPI()\n"


def _places(files: dict[str, str]) -> list[str]:
    return [each.path for each in findings(RULE, files)]


def _service(folder: str, module: str = "keys") -> dict[str, str]:
    main = SERVICE.format(folder=folder, module=module)
    return {f"{folder}/app/main.py": main, f"{folder}/app/{module}.py": READ}


def test_each_service_has_its_own_secrets():
    files = {**_service("orders"), **_service("stock"), "tools/keys.py": READ}
    assert _places(files) == ["orders/app/keys.py", "stock/app/keys.py"]


def test_applications_that_share_source_are_one_service():
    shared = "from shop.base import start\n"
    files = {**_service("orders"), **_service("stock"), "shop/base.py": "def start(): ...\n"}
    files |= {path: shared + text for path, text in files.items() if path.endswith("main.py")}
    assert _places(files) == ["orders/app/keys.py"]


def test_what_no_application_loads_may_be_part_of_any():
    work = "import os\ndef work():\n    return os.environ['API_KEY']\n"
    main = _service("orders")["orders/app/main.py"].replace("import keys", "import used")
    files = {"orders/app/main.py": main, "orders/app/used.py": work, "jobs/keys.py": READ}
    assert len(_places(files)) == 1
    files = {"orders/app/main.py": main, "jobs/aaa.py": work, "jobs/keys.py": READ}
    assert _places(files) == ["jobs/keys.py"]


def test_a_secret_is_told_of_where_others_take_it_from():
    main = "from fastapi import FastAPI\nfrom app import aaa, config\napp = FastAPI()\n"
    files = {"app/main.py": main, "app/aaa.py": READ, "app/config.py": READ}
    assert _places(files) == ["app/config.py"]
    # What nothing loads comes last, whatever it is called.
    main = "from fastapi import FastAPI\nfrom app import aaa\napp = FastAPI()\n"
    files = {"app/main.py": main, "app/aaa.py": READ, "app/config.py": READ}
    assert _places(files) == ["app/aaa.py"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("connection_url = opened(os.getenv('CALENDAR_URL'))", []),
        ("connection_url = os.getenv('URL')", [3]),
        ("connection_url = os.getenv('ORDERS_DB_URL')", [3]),
        ("database_url = os.getenv('NEON_URL')", [3]),
        ("connection_string = os.getenv('ORDERS')", [3]),
    ],
)
def test_a_connection_may_lead_to_something_else(line, found):
    assert lines(RULE, f"import os\n\n{line}\n") == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("PASSWORD = setting('DB_PASSWORD', 'hunter2')", [9]),
        ("told = {'password': os.environ.get('PASS', 'ok')}", [9]),
        ("MONGO_URI = setting('MONGO_URI', 'mongodb://localhost/app')", [9]),
        ("KEY = ini.get('app', 'SECRET_KEY', fallback='change-me')", [9]),
        ("PASSWORD = setting('DB_PASSWORD', '')", []),
        ("PASSWORD = setting('DB_PASSWORD')", []),
        ("HOST = setting('DB_HOST', 'localhost')", []),
        ("DB_URL = setting('PARTS_DB_URL', 'https://parts.example')", []),
    ],
)
def test_defaults_that_helpers_and_parsers_are_given(source, found):
    assert lines(DEFAULTS, f"{TOP}{source}\n") == found


MODELS = """from pydantic import BaseModel
from fastapi import FastAPI
app = FastAPI()
class SmtpConfiguration(BaseModel):
    smtp_pass: str
class Provider(BaseModel):
    client_secret: str
class Settings(BaseModel):
    mail: SmtpConfiguration
    providers: list[Provider] = []
told = Settings()
"""


@pytest.mark.parametrize(
    ("used", "found"),
    [
        ("", [5, 7]),
        ("@app.post('/')\ndef save(given: Settings): ...\n", []),
        ("@app.get('/')\ndef read() -> list[Provider]: ...\n", [5]),
    ],
)
def test_models_by_the_name_of_settings_are_settings_unless_they_are_sent(used, found):
    assert lines(RULE, MODELS + used) == found


@pytest.mark.parametrize(
    ("path", "found"), [("app/config.py", [2]), ("app/models.py", []), ("conf/models.py", [2])]
)
def test_what_users_set_is_no_setting(path, found):
    assert lines(RULE, {path: "class ProxySettings:\n    password: str = ''\n"}) == found


def test_the_shape_of_others_is_no_setting():
    source = "from typing import TypedDict\nclass SmtpConfig(TypedDict):\n    password: str\n"
    assert lines(RULE, source) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("SECRET_KEY_REFRESH", [1]),
        ("PGPASSWORD", [1]),
        ("GOOGLE_KEY", [1]),
        ("SERVICE_KEY", [1]),
        ("ACCESS_COOKIE_KEY", []),
        ("SESSION_COOKIE_KEY", [1]),
    ],
)
def test_names_of_secrets(name, found):
    assert lines(RULE, f"{name} = 'abcdef123456'\n") == found


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("f'mysql://root:hunter2@db/{name()}'", [1]),
        ("f'mysql://root:{settings.password}@db/app'", []),
        ("f'mysql://root:{PASSWORD}@db/{name()}'", []),
    ],
)
def test_addresses_of_which_a_part_is_open(address, found):
    assert lines(RULE, f"DATABASE_URL = {address}\n") == found
