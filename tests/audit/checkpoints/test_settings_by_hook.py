"""Settings that an object gives by a name that it does not have itself."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge
from fastscaffold.audit.checkpoints.token_expiry import judge as judge_expiry

MAIN = """from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from shop import settings
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins={origins})
"""
PACKAGE = "from .settings import settings\n"
DEFAULTS = 'ORIGINS = "{origin}"\nTOKEN_MINUTES = 60 * 24\nTOKEN_SECRET = "abc"\n'
CLASSES = {
    "a mapping that is filled from a module": """
def constants(module):
    return {key: getattr(module, key) for key in dir(module) if key.isupper()}
class Settings:
    def __init__(self):
        values = constants(defaults)
        values.update(constants(loaded()))
        object.__setattr__(self, "_values", values)
    def __getattr__(self, name):
        return object.__getattribute__(self, "_values")[name]
""",
    "the variables of a module": """
class Settings:
    _values = {key: value for key, value in vars(defaults).items() if key.isupper()}
    def __getattr__(self, name):
        return self._values.get(name)
""",
    "a mapping that is copied": """
class Settings:
    def __init__(self):
        self.values = {**defaults.__dict__}
    def __getattr__(self, name):
        return self.values[name]
""",
    "another object": """
class Lazy:
    def __init__(self):
        self.ORIGINS = defaults.ORIGINS
        self.TOKEN_MINUTES = defaults.TOKEN_MINUTES
class Settings:
    _held: Lazy | None = None
    def __getattr__(self, name):
        if self._held is None:
            self._held = Lazy()
        return getattr(self._held, name)
""",
    "the environment, else a default": """
class Settings:
    _values = vars(defaults)
    def __getattr__(self, name):
        return os.environ.get(name, self._values.get(name))
""",
}


def files(cls, origin, origins="settings.ORIGINS.split(',')"):
    return {
        "shop/__init__.py": PACKAGE,
        "shop/settings/__init__.py": f"import os\nfrom . import defaults\n{CLASSES[cls]}\n"
        "settings = Settings()\n",
        "shop/settings/defaults.py": DEFAULTS.format(origin=origin),
        "shop/main.py": MAIN.format(origins=origins),
        "shop/tokens.py": "import jwt\nfrom datetime import UTC, datetime, timedelta\n"
        "from shop import settings\n"
        "def make(name):\n"
        "    end = datetime.now(UTC) + timedelta(minutes=settings.TOKEN_MINUTES)\n"
        "    return jwt.encode({'sub': name, 'exp': end}, 'x' * 32, algorithm='HS256')\n",
    }


@pytest.mark.parametrize("cls", CLASSES)
def test_settings_that_a_class_hands_on(cls):
    found = facts(files(cls, "*"))
    assert judge(found).verdict.value == "not_met"
    assert judge_expiry(found).verdict.value == "not_met"
    closed = facts(files(cls, "https://one.example"))
    assert judge(closed).verdict.value in {"met", "partial"}


def test_a_key_of_an_object():
    source = """from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
class Settings:
    values = {"origins": ["*"], "closed": ["https://one.example"]}
    def __getitem__(self, name):
        return self.values[name]
settings = Settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings["origins"])
"""
    assert judge(facts(source)).verdict.value == "not_met"
    closed = source.replace('settings["origins"]', 'settings["closed"]')
    assert judge(facts(closed)).verdict.value == "partial"


def test_a_helper_that_is_asked_for_a_name():
    source = """import os
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
VALUES = {"ORIGINS": "*", "CLOSED": "https://one.example"}
def setting(name):
    return os.environ.get(name) or VALUES[name]
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=setting("ORIGINS").split(","))
"""
    assert judge(facts(source)).verdict.value == "not_met"
    assert judge(facts(source.replace('("ORIGINS")', '("CLOSED")'))).verdict.value == "met"


def test_an_attribute_that_nothing_gives_is_unknown():
    every = files("a mapping that is copied", "*", "settings.OTHERS")
    assert judge(facts(every)).verdict.value == "unknown"
