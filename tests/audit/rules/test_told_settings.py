from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

TOP = """from functools import lru_cache
from fastapi import Depends, FastAPI
from pydantic import BaseModel
app = FastAPI()
"""
CLASS = "class ChartConfig(BaseModel):\n    api_key: str\n    title: str = ''\n"


@pytest.mark.parametrize(
    ("use", "found"),
    [
        ("", []),
        ("def draw(key):\n    return ChartConfig(api_key=key)\n", []),
        ("chart = ChartConfig(**load())\n", [6]),
        ("def get_config():\n    return ChartConfig(**load())\n", [6]),
        ("@lru_cache\ndef chart():\n    return ChartConfig(**load())\n", [6]),
        (
            (
                "def chart():\n    return ChartConfig(**load())\n"
                "@app.get('/')\ndef show(chart=Depends(chart)): ...\n"
            ),
            [6],
        ),
        ("class Settings(BaseModel):\n    chart: ChartConfig\ntold = Settings()\n", [6]),
        ("class Settings(BaseModel):\n    chart: ChartConfig\n", []),
        ("def draw():\n    return connect(ChartConfig.api_key)\n", [6]),
    ],
)
def test_a_model_by_the_name_of_settings_is_some_where_it_is_made_once(use, found):
    assert lines(RULE, f"{TOP}{CLASS}{use}") == found


@pytest.mark.parametrize(
    ("path", "found"),
    [("app/config.py", [2]), ("app/settings/mail.py", [2]), ("app/charts.py", [])],
)
def test_a_class_that_stands_among_settings(path, found):
    assert lines(RULE, {path: "class MailConfig:\n    password: str = 'x'\n"}) == found


def test_a_class_that_reads_the_environment():
    source = "import os\nclass MailConfig:\n    password: str = os.environ['MAIL_PASSWORD']\n"
    assert lines(RULE, source) == [3]
