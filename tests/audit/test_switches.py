"""Switches as they are shipped: by the words for on and off, and by variables that nothing sets."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.https import judge

APP = """import os
from fastapi import FastAPI
from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware
app = FastAPI()
"""
ADDED = "    app.add_middleware(HTTPSRedirectMiddleware)\n"


@pytest.mark.parametrize(
    ("test", "verdict"),
    [
        ("os.environ.get('FORCE_HTTPS', '0') == '1'", "not_met"),
        ("os.environ.get('FORCE_HTTPS', '1') == '1'", "met"),
        ("int(os.getenv('FORCE_HTTPS', '0')) == 1", "not_met"),
        ("os.getenv('FORCE_HTTPS', 'no').lower() in ('yes', 'y', 'on')", "not_met"),
        ("os.getenv('PLAIN_HTTP', 'yes') == 'no'", "not_met"),
        ("os.getenv('PLAIN_HTTP', 'true') != 'true'", "not_met"),
        ("os.getenv('FORCE_HTTPS') == 'true'", "not_met"),
        ("os.getenv('FORCE_HTTPS')", "not_met"),
        ("not os.getenv('PLAIN_HTTP')", "met"),
        ("not not os.getenv('FORCE_HTTPS')", "not_met"),
        ("not not not os.getenv('PLAIN_HTTP')", "met"),
        # A platform sets it, and production says where it is.
        ("os.getenv('DYNO')", "met"),
        ("os.getenv('IN_PRODUCTION')", "met"),
        ("os.getenv('APP_ENV') == 'production'", "met"),
    ],
)
def test_a_variable_as_it_is_without_files(test, verdict):
    assert judge(facts(f"{APP}if {test}:\n{ADDED}")).verdict.value == verdict


def test_a_variable_that_compose_sets():
    files = {
        "app/main.py": f"{APP}if os.getenv('FORCE_HTTPS'):\n{ADDED}",
        "compose.yaml": "services:\n  api:\n    build: .\n    environment:\n      FORCE_HTTPS: 'on'\n",
    }
    assert judge(facts(files)).verdict.value == "met"


def test_a_variable_that_a_name_of_a_function_holds():
    source = "def make():\n    secure = os.getenv('FORCE_HTTPS')\n    if secure:\n    "
    assert judge(facts(f"{APP}{source}{ADDED}make()\n")).verdict.value == "not_met"


def test_a_name_that_is_given_to_itself():
    source = "def make(secure=None):\n    secure = secure or chosen\n    if secure:\n    "
    assert judge(facts(f"{APP}{source}{ADDED}make()\n")).verdict.value == "met"


def test_a_value_is_no_switch():
    source = "origins = os.getenv('HOSTS')\nif origins:\n"
    assert judge(facts(f"{APP}{source}{ADDED}")).verdict.value == "met"


@pytest.mark.parametrize(("enabled", "verdict"), [("false", "not_met"), ("true", "met")])
@pytest.mark.parametrize(
    "test", ["CONF['https']['enabled']", "CONF['https'].get('enabled', False)"]
)
def test_a_switch_in_a_file(test, enabled, verdict):
    files = {
        "app/main.py": f"import yaml\n{APP}CONF = yaml.safe_load(open('c.yaml'))\nif {test}:\n{ADDED}",
        "c.yaml": f"https:\n  enabled: {enabled}\n",
    }
    assert judge(facts(files)).verdict.value == verdict


@pytest.mark.parametrize(("default", "verdict"), [("0", "not_met"), ("1", "met")])
def test_a_function_that_a_switch_calls(default, verdict):
    source = f"def secure(app):\n{ADDED}if os.getenv('FORCE_HTTPS', '{default}') == '1':\n    secure(app)\n"
    assert judge(facts(APP + source)).verdict.value == verdict


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("if self.stage == 'live':\n            self.secure = True", "met"),
        ("if self.stage == 'live':\n            object.__setattr__(self, 'secure', True)", "met"),
        ("self.secure = os.getenv('STAGE') == 'live'", "met"),
        ("self.secure = False", "not_met"),
        ("self.other = True", "not_met"),
    ],
)
def test_a_default_that_a_method_may_replace_decides_nothing(body, verdict):
    source = f"""from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    stage: str = "trial"
    secure: bool = False
    def model_post_init(self, context):
        {body}
settings = Settings()
if settings.secure:
{ADDED}"""
    assert judge(facts(f"{APP}{source}")).verdict.value == verdict


@pytest.mark.parametrize(
    ("default", "value", "verdict"),
    [
        ("False", "self.secure and self.stage != 'live'", "not_met"),
        ("False", "self.stage != 'live' and self.secure", "not_met"),
        ("False", "self.secure if self.stage == 'live' else False", "not_met"),
        ("True", "self.secure or self.stage == 'live'", "met"),
        ("False", "self.secure or self.stage == 'live'", "met"),
        ("False", "not self.secure", "met"),
        ("False", "self.other and self.stage != 'live'", "met"),
    ],
)
def test_a_switch_that_a_validator_can_only_leave_as_it_is(default, value, verdict):
    source = f"""from pydantic import model_validator
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    stage: str = "trial"
    other: bool = os.getenv("OTHER") == "x"
    secure: bool = {default}
    @model_validator(mode="after")
    def checked(self):
        self.secure = {value}
        return self
settings = Settings()
if settings.secure:
{ADDED}"""
    assert judge(facts(f"{APP}{source}")).verdict.value == verdict


@pytest.mark.parametrize(
    ("methods", "verdict"),
    [
        ("def close(self):\n        self.secure = True", "not_met"),
        ("def __init__(self, secure=False):\n        self.secure = secure", "not_met"),
        ("def __init__(self, secure=True):\n        self.secure = secure", "met"),
        ("def __init__(self):\n        self.secure = os.getenv('STAGE') == 'live'", "met"),
        ("def __post_init__(self):\n        self.secure = os.getenv('STAGE') == 'live'", "met"),
        # What a constructor calls runs with it.
        (
            (
                "def __init__(self):\n        self.close()\n"
                "    def close(self):\n        self.secure = os.getenv('STAGE') == 'live'"
            ),
            "met",
        ),
    ],
)
def test_only_what_runs_when_settings_are_made_replaces_a_default(methods, verdict):
    source = f"""class Settings:
    secure: bool = False
    {methods}
settings = Settings()
if settings.secure:
{ADDED}"""
    assert judge(facts(f"{APP}{source}")).verdict.value == verdict
