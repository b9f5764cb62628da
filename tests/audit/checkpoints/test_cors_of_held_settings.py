"""Origins of settings that instances, states, mappings and command lines hold."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge

HEAD = """import argparse
import configparser
import os
from typing import Protocol
import attr
from box import Box
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import BaseModel
from pydantic_settings import BaseSettings
class Cors(BaseModel):
    origins: list[str] = ["{origin}"]
class Settings(BaseSettings):
    origins: list[str] = ["{origin}"]
    options: dict = {{"allow_origins": ["{origin}"]}}
    cors: Cors = Cors()
    @property
    def middleware(self):
        return {{"allow_origins": self.origins, "allow_methods": ["*"]}}
"""
USE = "app.add_middleware(CORSMiddleware, {})\n"
STYLES = {
    "an instance that is given them": (
        "class Server:\n"
        "    def __init__(self, settings):\n"
        "        self.settings = settings\n"
        "        self.app = FastAPI()\n"
        "    def open(self):\n"
        "        self.app.add_middleware(CORSMiddleware, allow_origins=self.settings.origins)\n"
        "Server(Settings()).open()\n"
    ),
    "the state": (
        "app = FastAPI()\napp.state.settings = Settings()\n"
        + USE.format("allow_origins=app.state.settings.origins")
    ),
    "a local name": (
        "def create(settings):\n    app = FastAPI()\n    cors = settings.cors\n"
        f"    {USE.format('allow_origins=cors.origins')}    return app\napp = create(Settings())\n"
    ),
    "a protocol": (
        "class Opens(Protocol):\n    origins: list[str]\n"
        "def create(settings: Opens):\n    app = FastAPI()\n"
        f"    {USE.format('allow_origins=settings.origins')}    return app\n"
        "app = create(Settings())\n"
    ),
    "a property with options": (
        "app = FastAPI()\nsettings = Settings()\n" + USE.format("**settings.middleware")
    ),
    "a field with options": (
        "app = FastAPI()\nsettings = Settings()\n" + USE.format("**settings.options")
    ),
    "options that grow": (
        "app = FastAPI()\noptions = {}\noptions['allow_origins'] = Settings().origins\n"
        + USE.format("**options")
    ),
    "options that are updated": (
        "app = FastAPI()\noptions = dict(allow_methods=['*'])\n"
        "options.update(allow_origins=Settings().origins)\n" + USE.format("**options")
    ),
    "options that are joined": (
        "app = FastAPI()\nOPEN = {'allow_origins': Settings().origins}\n"
        "options = OPEN | {'allow_methods': ['*']}\n" + USE.format("**options")
    ),
    "a class of attrs": (
        "@attr.s(auto_attribs=True)\nclass Values:\n"
        '    origins: list[str] = attr.ib(factory=lambda: ["{origin}"])\n'
        "app = FastAPI()\n" + USE.format("allow_origins=Values().origins")
    ),
    "a box": (
        'values = Box({{"cors": {{"origins": ["{origin}"]}}}})\napp = FastAPI()\n'
        + USE.format("allow_origins=values.cors.origins")
    ),
    "a mapping that is handed over": (
        'VALUES = {{"origins": ["{origin}"]}}\n'
        "def create(values):\n    app = FastAPI()\n"
        "    app.add_middleware(CORSMiddleware, allow_origins=values.get('origins', []))\n"
        "    return app\napp = create(VALUES)\n"
    ),
    "a command line": (
        "parser = argparse.ArgumentParser()\n"
        'parser.add_argument("--allow-origins", "-o", default="{origin}")\n'
        "def serve(arguments):\n    app = FastAPI()\n"
        f"    {USE.format('allow_origins=arguments.allow_origins.split(chr(44))')}"
        "serve(parser.parse_args())\n"
    ),
    "a file that is not there": (
        "parser = configparser.ConfigParser()\nparser.read('x.ini')\napp = FastAPI()\n"
        + USE.format('allow_origins=parser.get("cors", "origins", fallback="{origin}").split()')
    ),
    "a class that is called like one of a library": (
        "class Config:\n    @classmethod\n    def origins(cls):\n"
        '        return os.getenv("ORIGINS", "{origin}").split(",")\napp = FastAPI()\n'
        + USE.format("allow_origins=Config.origins()")
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_what_holds_settings(style):
    for origin, verdicts in (("*", {"not_met"}), ("https://one.example", {"met", "partial"})):
        body = STYLES[style]
        if "{origin}" in body:
            body = body.replace("{{", "{").replace("}}", "}").replace("{origin}", origin)
        found = judge(facts(HEAD.format(origin=origin) + body))
        assert found.verdict.value in verdicts


def test_what_another_mapping_may_have_leaves_the_default():
    source = HEAD.format(origin="*") + (
        "values = dict(ORIGINS='*')\nvalues.update(os.environ)\napp = FastAPI()\n"
        + USE.format("allow_origins=[values['ORIGINS']]")
    )
    assert judge(facts(source)).verdict.value == "not_met"
