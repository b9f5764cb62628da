from __future__ import annotations

import pytest
from support.audited import findings, lines

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
