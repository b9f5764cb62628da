from __future__ import annotations

import pytest
from support.audited import facts, findings, lines

from fastscaffold.audit.cures import UncertainError
from fastscaffold.audit.rules.openapi_left_open import RULE

START = "from fastapi import FastAPI\n"


@pytest.mark.parametrize(
    "source",
    [
        "app = FastAPI(docs_url=None, redoc_url=None)",
        "app = FastAPI(docs_url=None if P else '/docs', redoc_url=None if P else '/redoc')",
        "app = FastAPI(docs_url='/docs' if DEBUG else None)",
        "app = FastAPI(**{'docs_url': None, 'redoc_url': None})",
    ],
)
def test_it_finds(source):
    assert lines(RULE, START + source) == [2]


@pytest.mark.parametrize(
    "source",
    [
        "app = FastAPI()",
        "app = FastAPI(docs_url=None)",
        "app = FastAPI(docs_url=None, redoc_url='/redoc')",
        "app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)",
        "app = FastAPI(openapi_url=None if P else '/openapi.json')",
        "app = FastAPI(docs_url=None, redoc_url=None, **more)",
        "app = FastAPI(docs_url=None, redoc_url=None)\napp.openapi_url = None",
        (
            "from fastapi.openapi.docs import get_swagger_ui_html\n"
            "app = FastAPI(docs_url=None, redoc_url=None)\ndef docs(): return get_swagger_ui_html()"
        ),
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, START + source) == []


def test_a_property_of_the_settings_may_switch_them_off():
    files = {
        "app/main.py": "from fastapi import FastAPI\nfrom app.config import settings\n"
        "app = FastAPI(\n    docs_url=settings.docs,\n    redoc_url=settings.redoc,\n)\n",
        "app/config.py": "from pydantic_settings import BaseSettings\n\n\n"
        "class Settings(BaseSettings):\n    open: bool = True\n    redoc: str | None = None\n\n"
        "    @property\n    def docs(self):\n        return '/docs' if self.open else None\n\n\n"
        "settings = Settings()\n",
    }
    assert [(each.path, each.line) for each in findings(RULE, files)] == [("app/main.py", 4)]


GUARDED = """from fastapi import Depends, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.openapi.utils import get_openapi
from fastapi.security import HTTPBasic
basic = HTTPBasic()
def make():
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=SCHEMA)
    @app.get("/docs")
    def docs(who=Depends(basic)): return get_swagger_ui_html(openapi_url="/openapi.json")
    @app.get("/openapi.json")
    def schema(who=Depends(basic)): return get_openapi(title="")
    return app
app = make()
"""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (GUARDED.replace("openapi_url=SCHEMA", ""), [7]),
        (GUARDED.replace("SCHEMA", "'/openapi.json'", 1), [7]),
        (GUARDED.replace("SCHEMA", "None", 1), []),
        (GUARDED.replace("openapi_url=SCHEMA", "").replace("who=Depends(basic)", "", 1), []),
    ],
)
def test_pages_that_ask_for_credentials_do_not_guard_the_schema(source, found):
    assert lines(RULE, source) == found


def test_it_leaves_the_schema_to_the_user_where_pages_may_need_it():
    read = facts(GUARDED.replace("openapi_url=SCHEMA", ""))
    [found] = RULE.check(read)
    assert RULE.cure is not None
    with pytest.raises(UncertainError, match="Pages"):
        RULE.cure.make(read, found)
