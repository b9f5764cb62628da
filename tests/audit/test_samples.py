"""Modules that are shipped as samples, to be copied before the application starts."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import token_expiry
from fastscaffold.audit.roles import Role
from fastscaffold.audit.rules import rule

TOKENS = """from datetime import datetime, timedelta

import jwt
from fastapi import FastAPI

from shop.settings import LIFETIME, SIGNING_KEY

app = FastAPI()


@app.post("/login")
def login(name: str) -> str:
    ends = datetime.utcnow() + timedelta(minutes=LIFETIME)
    return jwt.encode({"sub": name, "exp": ends}, SIGNING_KEY, algorithm="HS256")
"""
SETTINGS = 'SIGNING_KEY = "replace-me"\nLIFETIME = 60 * 24\n'
SAMPLES = (
    "settings.py.example",
    "settings.py.sample",
    "settings.py-dist",
    "settings.py.template",
    "settings.example.py",
    "settings_sample.py",
    "example.settings.py",
    "sample_settings.py",
)


def lines(project, name):
    return [(hit.place.path, hit.place.line) for hit in rule(name).check(project)]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_stands_for_the_module_that_is_made_of_it(name):
    path = f"shop/{name}"
    project = facts({"shop/main.py": TOKENS, path: SETTINGS})
    assert project.index.modules["shop.settings"].role is Role.PRODUCTION
    assert lines(project, "CONF001") == [(path, 1)]
    assert lines(project, "SEC001") == [(path, 1)]
    assert lines(project, "SEC002") == [(path, 2)]
    assert token_expiry.judge(project).verdict.value == "not_met"


def test_names_of_an_import_in_brackets_may_be_samples():
    main = "from shop import (\n    settings,\n)\n\nheld = settings.LIFETIME\n"
    project = facts({"shop/main.py": main, "shop/settings.py.example": SETTINGS})
    assert "shop.settings" in project.index.modules


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("there", ["shop/settings.py", "shop/settings/__init__.py"])
def test_a_sample_beside_its_copy_is_only_a_sample(name, there):
    project = facts({"shop/main.py": TOKENS, f"shop/{name}": SETTINGS, there: ""})
    assert project.index.modules["shop.settings"].path == there


def test_a_sample_of_what_the_application_does_without_is_no_module():
    tried = "try:\n    from shop.settings import *\nexcept ImportError:\n    LIFETIME = 9\n"
    project = facts({"shop/main.py": tried, "shop/settings.py.example": SETTINGS})
    assert set(project.index.modules) == {"shop.main"}


def test_a_sample_that_nothing_imports_is_no_module():
    project = facts({"shop/main.py": "", "shop/settings.py.example": SETTINGS})
    assert set(project.index.modules) == {"shop.main"}


@pytest.mark.parametrize("name", ["email_template", "router_example", "example_router"])
def test_a_module_with_an_ordinary_name_is_no_sample(name):
    main = f"import email\nfrom shop.{name} import router\n"
    files = {"shop/main.py": main, f"shop/{name}.py": "router = 1\n"}
    assert set(facts(files).index.modules) == {"shop.main", f"shop.{name}"}


def test_what_is_called_like_the_copy_elsewhere_does_not_ask_for_it():
    files = {
        "shop/main.py": "from shop.config import settings\n",
        "shop/config.py": "settings = 1\n",
        "shop/settings.py.example": SETTINGS,
        "shop/env_example.py": "from shop.extras import example_settings\n",
        "shop/extras/example_settings.py": "KEY = 1\n",
        "shop/extras/more.py": "from shop.config import settings\n",
    }
    names = {"shop.main", "shop.config", "shop.env_example", "shop.extras.more"}
    assert set(facts(files).index.modules) == {*names, "shop.extras.example_settings"}


def test_a_sample_that_is_filled_in_is_no_python_yet():
    files = {"shop/main.py": TOKENS, "shop/settings.py.template": "SIGNING_KEY = {{ key }} or\n"}
    project = facts(files)
    assert set(project.index.modules) == {"shop.main"}
    assert not project.unparsable
