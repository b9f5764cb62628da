"""Settings that hold a placeholder until something fills them."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import token_expiry
from fastscaffold.audit.checkpoints.jwt_secret import judge

LATER = """from functools import lru_cache
import os, secrets, jwt
from pydantic import FilePath
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    key_path: FilePath
    key: str = {default}
class Other(BaseSettings):
    key: str = ""
@lru_cache
def settings() -> Settings:
    made = {made}
    with open(made.key_path) as file:
        made.key = {given}
    return {returned}
def sign(claims):
    return jwt.encode(claims, settings().key, algorithm="HS256")
"""


@pytest.mark.parametrize(
    ("default", "made", "given", "verdict"),
    [
        ('""', "Settings()", "file.read()", "unknown"),
        ('""', "Settings()", "secrets.token_hex(32)", "met"),
        ('""', "Settings()", "'hunter2'", "not_met"),
        ('""', "Other()", "file.read()", "not_met"),
        # One that may be used as it is.
        ('"hunter2"', "Settings()", "file.read()", "not_met"),
    ],
)
def test_a_field_that_is_given_something_after_it_was_made(default, made, given, verdict):
    returned = "made" if made == "Settings()" else "Settings()"
    source = LATER.format(default=default, made=made, given=given, returned=returned)
    assert judge(facts(source)).verdict.value == verdict


FILLED = """from pathlib import Path
from pyconfs import Configuration
file = Configuration.from_file(Path(__file__).parent / "{file}")
class Settings:
    def __init__(self) -> None:
        self.key: str = ""
        self.minutes: int = {minutes}
        self.days: int = 0
    def from_toml(self):
        self.key = file.token.key
        self.minutes = file.token.minutes
        self.days = file.token.days
        return self
"""
MAIN = """from datetime import datetime, timedelta, UTC
import jwt
from app.settings import Settings
class Base:
    def __init__(self, settings):
        self.settings = settings
class Tokens(Base):
    def create_access_token(self, data):
        end = datetime.now(UTC) + timedelta(minutes=self.settings.minutes)
        return jwt.encode(data | {"exp": end}, self.settings.key)
    def create_refresh_token(self, data):
        end = datetime.now(UTC) + timedelta(days=self.settings.days)
        return jwt.encode(data | {"exp": end}, self.settings.key)
tokens = Tokens(Settings().from_toml())
"""


@pytest.mark.parametrize(
    ("minutes", "verdict"), [("0", "not_met"), ("None", "not_met"), ("15", "partial")]
)
def test_attributes_that_a_method_fills_from_a_file(minutes, verdict):
    files = {
        "app/settings.py": FILLED.format(file="settings.toml", minutes=minutes),
        "app/main.py": MAIN,
        "app/settings.toml": "[token]\nkey = 'hunter2'\nminutes = 50\ndays = 30\n",
    }
    found = judge(facts(files))
    assert (found.verdict.value, found.evidence[0].path) == ("not_met", "app/settings.toml")
    assert token_expiry.judge(facts(files)).verdict.value == verdict


@pytest.mark.parametrize("turned", ["Dict", "addict.Dict", "DotMap", "ConfigBox"])
@pytest.mark.parametrize(("minutes", "verdict"), [(15, "met"), (1440, "not_met")])
def test_a_document_that_is_read_by_attributes(turned, minutes, verdict):
    files = {
        "app/configs.py": (
            "import addict, yaml\nfrom addict import Dict\nfrom dotmap import DotMap\n"
            "from box import ConfigBox\n"
            "with open('config.yaml') as f:\n"
            f"    config = {turned}(yaml.load(f, Loader=yaml.SafeLoader))\n"
        ),
        "app/tokens.py": (
            "import jwt\nfrom datetime import datetime, timedelta\nfrom app import configs\n"
            "config = configs.config.api\n"
            "def sign(name):\n"
            "    end = datetime.now() + timedelta(minutes=int(config.auth.minutes))\n"
            "    return jwt.encode({'sub': name, 'exp': end}, key=config.auth.secret_key)\n"
        ),
        "config.yaml": f"api:\n  auth:\n    minutes: {minutes}\n    secret_key: secret\n",
    }
    found = token_expiry.judge(facts(files))
    assert (found.verdict.value, found.evidence[0].path) == (verdict, "config.yaml")


@pytest.mark.parametrize(
    ("opened", "verdict"),
    [
        ("open('long.yaml')", "not_met"),
        ("open(FOLDER / 'short.yaml')", "met"),
        ("(FOLDER / 'short.yaml').open()", "met"),
        ("open(told())", "not_met"),
    ],
)
def test_the_file_that_is_opened_among_several(opened, verdict):
    files = {
        "app/tokens.py": (
            "import jwt, yaml\nfrom datetime import datetime, timedelta\nfrom pathlib import Path\n"
            "FOLDER = Path('etc')\nOTHERS = ['a/long.yaml', 'a/short.yaml']\n"
            f"with {opened} as file:\n    config = yaml.safe_load(file)\n"
            "def sign(name):\n"
            "    end = datetime.now() + timedelta(minutes=config['minutes'])\n"
            "    return jwt.encode({'sub': name, 'exp': end}, key=config['key'])\n"
        ),
        "etc/long.yaml": "minutes: 500\n",
        "etc/short.yaml": "minutes: 5\n",
    }
    assert token_expiry.judge(facts(files)).verdict.value == verdict


def test_each_file_of_which_one_is_opened():
    source = (
        "import jwt, os, yaml\nfrom datetime import datetime, timedelta\n"
        "if os.environ['WHERE'] == 'container':\n    with open('short.yaml') as file:\n"
        "        config = yaml.safe_load(file)\nelse:\n    with open('long.yaml') as file:\n"
        "        config = yaml.safe_load(file)\n"
        "def sign(name):\n"
        "    end = datetime.now() + timedelta(minutes=config['minutes'])\n"
        "    return jwt.encode({'sub': name, 'exp': end}, key=config['key'])\n"
    )
    files = {"app/a.py": source, "short.yaml": "minutes: 90\n", "long.yaml": "minutes: 500\n"}
    found = token_expiry.judge(facts(files)).evidence
    assert {each.path for each in found} == {"short.yaml", "long.yaml"}
