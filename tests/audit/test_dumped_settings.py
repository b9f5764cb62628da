"""Settings that are read as mappings: what they hold is what their fields do."""

from __future__ import annotations

import ast

import pytest
from support.audited import facts, findings

from fastscaffold.audit.rules import rule

SETTINGS = """\
from dataclasses import asdict, dataclass
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings
class Auth(BaseSettings):
    secret: str = Field('short', env='AUTH_SECRET')
    minutes: int = 60 * 2
    name: str
class Inner(BaseModel):
    secret: str = 'short'
class Outer(BaseSettings):
    auth: Inner = Inner()
@dataclass
class Plain:
    secret: str = 'short'
"""


def origins(read: str, module: str = "") -> set[tuple[str, object]]:
    source = f"from app.settings import *\n{module}read = {read}\n"
    found = facts({"app/main.py": source, "app/settings.py": SETTINGS})
    holder = found.index.modules["app.main"]
    node = holder.assigned["read"][-1]
    assert isinstance(node, ast.expr)
    return {
        (each.kind, None if each.kind != "constant" else each.value)
        for each in found.origins.of(node, holder)
    }


@pytest.mark.parametrize(
    ("module", "read"),
    [
        ("config = Auth().dict()\n", "config['secret']"),
        ("config = Auth().dict()\n", "config.get('secret')"),
        ("config = Auth().dict()\n", "config.get('secret', 'other')"),
        ("settings = Auth()\nconfig = settings.model_dump()\n", "config['secret']"),
        ("settings = Auth()\nconfig = dict(settings)\n", "config['secret']"),
        ("settings = Auth()\nconfig = vars(settings)\n", "config['secret']"),
        ("settings = Auth()\n", "settings.__dict__['secret']"),
        ("", "Auth().model_dump()['secret']"),
        ("config = Outer().model_dump()\n", "config['auth']['secret']"),
        ("config = {**Auth().dict()}\n", "config['secret']"),
        ("config = {'auth': Auth().dict()}\n", "config['auth'].get('secret')"),
        ("config = asdict(Plain())\n", "config['secret']"),
        ("def load():\n    return Auth().dict()\nconfig = load()\n", "config['secret']"),
    ],
)
def test_entries_of_settings_are_their_fields(module, read):
    assert origins(read, module) == {("constant", "short")}


def test_settings_that_are_read_by_keys_hold_their_fields():
    module = (
        "class Config(BaseSettings):\n    secret: str = 'short'\n"
        "    def __getitem__(self, key): return getattr(self, key)\nconfig = Config()\n"
    )

    assert origins("config['secret']", module) == {("constant", "short")}


def test_what_has_no_default_is_not_decided():
    kinds = {kind for kind, _ in origins("config['name']", "config = Auth().dict()\n")}
    assert "constant" not in kinds


@pytest.mark.parametrize(
    ("module", "read"),
    [
        ("config = load().dict()\n", "config['secret']"),
        ("config = Auth().dict()\n", "config['secretly']"),
        ("config = Auth().dict\n", "config['secret']"),
    ],
)
def test_other_mappings_are_not_told(module, read):
    kinds = {kind for kind, _ in origins(read, module)}
    assert kinds <= {"unknown"}


def test_numbers_are_worth_what_they_are_by_default():
    module = "config = Auth().dict()\nclass Login:\n    minutes = config.get('minutes')\n"

    assert origins("Login.minutes", module) == {("constant", 120)}


@pytest.mark.parametrize(
    "given",
    [
        "**config",
        "**Cors().dict()",
        "allow_origins=config['allow_origins'], allow_credentials=config.get('allow_credentials')",
    ],
)
@pytest.mark.parametrize(("origins_", "count"), [("['*']", 1), ("['https://a.example']", 0)])
def test_options_may_come_from_such_mappings(given, origins_, count):
    source = (
        "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n"
        "from pydantic_settings import BaseSettings\nclass Cors(BaseSettings):\n"
        f"    allow_origins: list[str] = {origins_}\n    allow_credentials: bool = True\n"
        "config = Cors().model_dump()\napp = FastAPI()\n"
        f"app.add_middleware(CORSMiddleware, {given})\n"
    )

    assert len(findings(rule("SEC015"), source)) == count
