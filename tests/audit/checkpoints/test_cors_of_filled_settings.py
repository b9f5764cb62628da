"""Origins of settings that validators, containers or files fill."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge

HEAD = """from typing import Any
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import BaseModel, model_validator
from pydantic_settings import BaseSettings
"""
APP = """
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins={origins})
"""


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ("if self.origins is None:\n            self.origins = ['http://localhost']", "met"),
        ("if self.origins is None:\n            self.origins = ['*']", "not_met"),
        ("if self.env == 'dev':\n            self.origins = ['*']", "met"),
        # Whatever comes from outside is thrown away.
        ("self.origins = ['http://localhost']", "partial"),
    ],
)
def test_a_validator_that_fills_in(given, verdict):
    source = f"""
class Settings(BaseSettings):
    env: str = "development"
    origins: list[str] | None = None
    @model_validator(mode="after")
    def fill(self):
        {given}
        return self
settings = Settings()
"""
    source = HEAD + source + APP.format(origins="settings.origins")
    assert judge(facts(source)).verdict.value == verdict


@pytest.mark.parametrize(
    ("otherwise", "verdict"),
    [
        ("['https://harbour.example']", "met"),
        ("[]", "not_met"),
        ("None", "not_met"),
        ("['*']", "not_met"),
    ],
)
@pytest.mark.parametrize(
    "way", ["self.origins = given", "object.__setattr__(self, 'origins', given)"]
)
def test_a_constructor_that_fills_in_leaves_nothing_to_what_stands_behind_or(
    way, otherwise, verdict
):
    source = f"""
import os
class Settings(BaseSettings):
    origins: list[str] = []
    def __init__(self, **values):
        super().__init__(**values)
        told = os.getenv("ORIGINS")
        if told:
            given = [each.strip() for each in told.split(",")]
        else:
            given = {otherwise}
        {way}
settings = Settings()
"""
    source = HEAD + source + APP.format(origins="settings.origins or ['*']")
    assert judge(facts(source)).verdict.value == verdict


@pytest.mark.parametrize(
    "given",
    [
        "self.origins = told\n        if stage == 'trial':\n            self.origins = ['a']",
        "made = told\n        if stage == 'trial':\n            made = ['a']\n        self.origins = made",
        (
            "if stage == 'trial':\n            made = ['a']\n        else:\n            made = told\n"
            "        self.origins = made"
        ),
        "if stage == 'trial':\n            self.origins = told",
    ],
)
def test_a_constructor_that_may_leave_it_empty_gives_way(given):
    source = f"""
import os
class Settings:
    origins = None
    def __init__(self):
        stage = os.getenv("STAGE")
        told = os.getenv("ORIGINS")
        {given}
settings = Settings()
"""
    source = HEAD + source + APP.format(origins="settings.origins or ['*']")
    assert judge(facts(source)).verdict.value == "not_met"


def test_a_constructor_that_replaces_a_constant_leaves_nothing_to_what_stands_behind_or():
    source = """
import os
class Settings:
    def __init__(self):
        told = os.getenv("ORIGINS")
        made = ["https://harbour.example"]
        if told:
            made = told.split(",")
        self.origins = made
settings = Settings()
"""
    source = HEAD + source + APP.format(origins="settings.origins or ['*']")
    assert judge(facts(source)).verdict.value == "met"


def test_a_name_that_the_environment_may_leave_empty_gives_way():
    source = (
        HEAD
        + """import os
def made(closed):
    origins = os.getenv("ORIGINS")
    if closed:
        origins = "https://harbour.example"
    return origins or "*"
"""
        + APP.format(origins="[made(closed)]")
    )
    assert judge(facts(source)).verdict.value == "not_met"


def test_a_default_that_a_validator_leaves_alone():
    source = """
class Settings(BaseSettings):
    env: str = "development"
    origins: list[str] = ["*"]
    @model_validator(mode="after")
    def close(self):
        if self.env == "production":
            self.origins = ["https://harbour.example"]
        return self
settings = Settings()
"""
    source = HEAD + source + APP.format(origins="settings.origins")
    assert judge(facts(source)).verdict.value == "not_met"


@pytest.mark.parametrize("annotation", ["", ": Any", ": Singleton"])
@pytest.mark.parametrize(("default", "verdict"), [("http://front", "met"), ("*", "not_met")])
def test_a_container_that_provides(annotation, default, verdict):
    source = f"""
from dependency_injector.containers import DeclarativeContainer
from dependency_injector.providers import Singleton
class Settings(BaseSettings):
    origins: list[str] = ["{default}"]
class Container(DeclarativeContainer):
    config{annotation} = Singleton(Settings)
container = Container()
config = container.config()
"""
    source = HEAD + source + APP.format(origins="config.origins")
    assert judge(facts(source)).verdict.value == verdict


FACTORY = """
class CorsConfig(BaseModel):
    origins: list[str]{default}
class AppConfig(BaseModel):
    cors: CorsConfig
def create(config: AppConfig):
    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins=config.cors.origins)
    return app
"""


@pytest.mark.parametrize(
    ("default", "more", "verdict"),
    [
        ("", "", "met"),
        (" = ['http://localhost']", "", "met"),
        (" = ['*']", "", "not_met"),
        # The project makes it itself: nobody else has a say.
        (" = ['http://localhost']", "app = create(AppConfig(cors=CorsConfig()))", "partial"),
        # What a route depends on is sent by nobody.
        (
            "",
            (
                "from fastapi import Depends\nclass Runner(BaseModel):\n    config: AppConfig\n"
                "@app.get('/')\ndef f(runner: Runner = Depends(made)): ...\n"
            ),
            "met",
        ),
        # A client sends it.
        (
            "",
            "app = FastAPI()\n@app.post('/')\ndef f(config: AppConfig): create(config)",
            "unknown",
        ),
    ],
)
def test_models_that_a_file_fills(default, more, verdict):
    assert judge(facts(HEAD + FACTORY.format(default=default) + more)).verdict.value == verdict
