from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge

HEAD = """import os
from fastapi import FastAPI
from fastapi.middleware import Middleware
from fastapi.middleware.cors import CORSMiddleware
from pydantic import Field
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    DEBUG: bool = False
    ORIGINS: list[str] = []
    OPEN: list[str] = ["*"]
    FACTORY: list[str] = Field(default_factory=list)
    HOST: str = "http://localhost:5173"
    NAMES: str = ""
    @property
    def every(self) -> list[str]:
        return [str(each).rstrip("/") for each in self.ORIGINS] + [self.HOST]
settings = Settings()
app = FastAPI()
"""
GIVEN = "app.add_middleware(CORSMiddleware, allow_origins=o)"


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("app.add_middleware(CORSMiddleware, allow_origins=settings.FACTORY)", "met"),
        ("app.add_middleware(CORSMiddleware, allow_origins=settings.every)", "met"),
        ("app.add_middleware(CORSMiddleware, allow_origins=settings.OPEN)", "not_met"),
        ("app.add_middleware(CORSMiddleware, allow_origins=['*'])", "not_met"),
        ("app.add_middleware(CORSMiddleware, allow_origin_regex='.*')", "not_met"),
        ("origins = ['*']\nm = [Middleware(CORSMiddleware, allow_origins=origins)]", "not_met"),
        ("app.add_middleware(CORSMiddleware, allow_origins=['https://a.b'])", "partial"),
        (f"o = ['*'] if settings.DEBUG else settings.ORIGINS\n{GIVEN}", "met"),
        (f"o = settings.ORIGINS if settings.DEBUG else ['*']\n{GIVEN}", "not_met"),
        (f"if settings.DEBUG:\n    o = ['*']\nelse:\n    o = settings.ORIGINS\n{GIVEN}", "met"),
        (f"o = settings.ORIGINS\nif is_local():\n    o = ['*']\n{GIVEN}", "met"),
        (f"o = settings.ORIGINS\nif not o:\n    o = ['*']\n{GIVEN}", "not_met"),
        (
            (
                "o = []\nif settings.HOST:\n    raw = os.getenv('ORIGINS').split(',')\n"
                "    for each in raw:\n        one = each.strip()\n        o.append(one)\n"
                f"    {GIVEN}"
            ),
            "met",
        ),
        (f"o = [x for x in os.getenv('ORIGINS', '').split(',') if x.strip()]\n{GIVEN}", "met"),
        (f"o = [x for x in ''.split(',') if x]\n{GIVEN}", "unknown"),
        (f"import json\no = json.loads(os.environ['ORIGINS'])\n{GIVEN}", "met"),
        ("o = {'allow_origins': ['*']}\napp.add_middleware(CORSMiddleware, **o)", "not_met"),
        (f"o = []\no += ['https://a.b']\n{GIVEN}", "partial"),
        (f"o = []\no.append('*')\n{GIVEN}", "not_met"),
        # A setting that is empty by default puts nothing in, and decides what is in all the same.
        (
            (
                "o = []\nif settings.ORIGINS:\n    for each in settings.ORIGINS:\n        o.append(each)\n"
                + GIVEN
            ),
            "met",
        ),
        (
            (
                "def setup(app):\n    o: list[str] = []\n    if settings.NAMES:\n"
                "        for each in settings.NAMES.split(','):\n            o.append(each.strip())\n"
                "    app.add_middleware(CORSMiddleware, allow_origins=o)\nsetup(app)"
            ),
            "met",
        ),
        (f"o = ['https://a.b']\no += settings.ORIGINS\n{GIVEN}", "met"),
        # What is put in under a condition counts as what is given under one does.
        (f"o = settings.ORIGINS\nif settings.DEBUG:\n    o.append('*')\n{GIVEN}", "met"),
        (f"o = settings.ORIGINS\nif is_local():\n    o.append('*')\n{GIVEN}", "met"),
        (f"o = ['https://a.b']\nif is_local():\n    o += ['*']\n{GIVEN}", "partial"),
        (f"o = ['https://a.b']\nif not settings.DEBUG:\n    o += ['*']\n{GIVEN}", "not_met"),
        (f"o = []\nif not settings.ORIGINS:\n    o.append('*')\n{GIVEN}", "not_met"),
        (
            (
                "def made():\n    o = settings.ORIGINS\n    if is_local():\n        o.append('*')\n"
                "    return o\no = made()\n" + GIVEN
            ),
            "met",
        ),
        (
            (
                "if settings.DEBUG:\n"
                "    app.add_middleware(CORSMiddleware, allow_origins=['http://localhost'])"
            ),
            "unknown",
        ),
        ("", "unknown"),
    ],
)
def test_origins(source, verdict):
    assert judge(facts(f"{HEAD}{source}\n")).verdict.value == verdict


def test_origins_of_nested_settings_are_from_outside():
    source = """from pydantic import BaseModel
class Security(BaseModel):
    origins: list[str] = []
class Nested(BaseSettings):
    security: Security = Security()
nested = Nested()
app.add_middleware(CORSMiddleware, allow_origins=[str(o) for o in nested.security.origins])
"""
    assert judge(facts(HEAD + source)).verdict.value == "met"


def test_an_imported_name_that_gets_a_wildcard_where_it_is_empty():
    config = "import os\nHOSTS = os.getenv('HOSTS', '').split(',')\n"
    source = """from app.config import HOSTS
if not HOSTS:
    HOSTS = ["*"]
app.add_middleware(CORSMiddleware, allow_origins=HOSTS)
"""
    files = {"app/main.py": f"{HEAD}{source}", "app/config.py": config}
    assert judge(facts(files)).verdict.value == "not_met"


def test_a_list_that_is_filled_from_the_environment():
    source = """import os
def origins():
    found = []
    for each in os.environ["ORIGINS"].split(","):
        found.append(each.strip())
    return found
app.add_middleware(CORSMiddleware, allow_origins=origins())
"""
    assert judge(facts(HEAD + source)).verdict.value == "met"
