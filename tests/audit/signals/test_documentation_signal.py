from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.documentation import judge
from fastscaffold.audit.verdicts import Verdict

TAGS = "\n@app.get('/', tags=['a'])\ndef index() -> int: ...\n"
UPDATED = """from fastapi import FastAPI
def create(**kwargs):
    kwargs.update({"title": "Shop"})
    kwargs["version"] = "1"
    app = FastAPI(**kwargs)
    app.include_router(router, tags=["a"])
    return app
"""
PASSED = """from fastapi import FastAPI
def create(**kwargs):
    app = FastAPI(**kwargs)
    app.include_router(router, tags=["a"])
    return app
app = create(title="Shop", description="Sells.")
"""
SETTINGS = """from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    title: str = "Shop"
    @property
    def arguments(self):
        return {"title": self.title, "version": "1"}
def get() -> Settings:
    return Settings()
"""


def app(arguments: str) -> str:
    return f"from fastapi import FastAPI\napp = FastAPI({arguments})\n"


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        (app("title='Shop', version='1'") + TAGS, Verdict.MET),
        (app("**dict(title='Shop', description='Sells.')") + TAGS, Verdict.MET),
        (UPDATED, Verdict.MET),
        (PASSED, Verdict.MET),
        (
            {
                "app/config.py": SETTINGS,
                "app/main.py": "from fastapi import FastAPI\nfrom app.config import get\n"
                "app = FastAPI(**get().arguments)" + TAGS,
            },
            Verdict.MET,
        ),
        (
            "from fastapi.openapi.utils import get_openapi\n"
            + app("")
            + "def own():\n    return get_openapi(title='Shop')\napp.openapi = own"
            + TAGS,
            Verdict.MET,
        ),
        # One that nothing assigns replaces nothing.
        (
            "from fastapi.openapi.utils import get_openapi\n"
            + app("")
            + "def own():\n    return get_openapi(title='Shop')\n"
            + TAGS,
            Verdict.NOT_MET,
        ),
        (app("") + app("title='Shop', version='1'") + TAGS, Verdict.MET),
        (app("title='Shop', summary='Sells.'") + TAGS, Verdict.MET),
        (app("title='Shop'") + TAGS, Verdict.PARTIAL),
        (app("title='Shop', **read()") + TAGS, Verdict.UNKNOWN),
        (app("title='Shop'"), Verdict.PARTIAL),
        (
            {
                "app/main.py": app("") + TAGS,
                "scripts/export.py": "from pathlib import Path\nfrom app.main import app\n"
                "Path('openapi.json').write_text(str(app.openapi()))\n",
            },
            Verdict.MET,
        ),
        (app("") + TAGS + "def read():\n    return app.openapi()\n", Verdict.NOT_MET),
        (app(""), Verdict.NOT_MET),
        (app("title='Shop', version='1'"), Verdict.PARTIAL),
        (app("description='Sells.'") + TAGS, Verdict.PARTIAL),
        (app("") + TAGS, Verdict.NOT_MET),
        (app("title='FastAPI'") + TAGS, Verdict.NOT_MET),
        (app("title='FastAPI'"), Verdict.NOT_MET),
        (app("**read()") + TAGS, Verdict.UNKNOWN),
        (app("title='Shop', openapi_url=None") + TAGS, Verdict.MET),
        (app("version='2', openapi_url=None if live else '/o.json'") + TAGS, Verdict.PARTIAL),
        (app("openapi_url=None") + TAGS, Verdict.MET),
        (app("title='Shop', docs_url=None, redoc_url=None") + TAGS, Verdict.MET),
        (app("version='2', docs_url=None") + TAGS, Verdict.PARTIAL),
        (app("version='2', docs_url='/help', redoc_url=None") + TAGS, Verdict.PARTIAL),
        (app("openapi_url=None"), Verdict.NOT_MET),
        ("import fastapi", Verdict.NOT_APPLICABLE),
    ],
)
def test_verdict(files, verdict):
    assert judge(facts(files)).verdict is verdict


def test_the_evidence_is_where_the_application_is_made():
    judgement = judge(facts(app("title='Shop', version='1'") + TAGS))
    assert [(each.path, each.line) for each in judgement.evidence] == [
        ("app/main.py", 2),
        ("app/main.py", 4),
    ]


TURNED = """from dataclasses import asdict, dataclass
from fastapi import FastAPI
@dataclass
class Told:
    title: str
    version: str = ""
    @property
    def arguments(self):
        return {turned}
class Settings:
    name: str = "Shop"
    @property
    def told(self) -> Told:
        return Told({given})
class Builder:
    def __init__(self, settings: Settings):
        self.app = FastAPI(**settings.told.arguments)
        self.app.include_router(router, tags=["a"])
"""


@pytest.mark.parametrize("turned", ["asdict(self)", "vars(self)", "self.__dict__"])
@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ("title=self.name, version='1'", Verdict.MET),
        ("title=self.name", Verdict.PARTIAL),
        ("title='FastAPI'", Verdict.NOT_MET),
    ],
)
def test_an_object_that_is_turned_into_arguments(turned, given, verdict):
    assert judge(facts(TURNED.format(turned=turned, given=given))).verdict is verdict


@pytest.mark.parametrize(
    ("table", "verdict"),
    [
        ("  title: Shop\n  version: 0.1.0\n", "met"),
        ("  title: FastAPI\n  version: 0.1.0\n", "unknown"),
        ("  contact: Me\n", "unknown"),
    ],
)
def test_arguments_that_a_file_of_configuration_holds(table, verdict):
    source = (
        "import yaml\nfrom addict import Dict\nfrom fastapi import FastAPI\n"
        "with open('config.yaml') as file:\n    every = Dict(yaml.safe_load(file))\n"
        f"config = every.fastapi\napp = FastAPI(**config)\n{TAGS}"
    )
    files = {"app/main.py": source, "config.yaml": f"fastapi:\n{table}"}
    assert judge(facts(files)).verdict.value == verdict
