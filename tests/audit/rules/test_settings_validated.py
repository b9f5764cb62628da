from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.settings_validated import RULE

TOP = """from enum import Enum
from typing import Annotated, Literal
from pydantic import Field, PostgresDsn, model_validator
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    host: str = "a"
    port: int = 80
"""


def test_it_finds_settings_of_which_nothing_is_checked():
    assert lines(RULE, TOP + "    workers: int = 4\n") == [5]


@pytest.mark.parametrize(
    "more",
    [
        "    workers: int = Field(4, ge=1)\n",
        "    workers: Annotated[int, Field(ge=1)] = 4\n",
        "    mode: Literal['a'] = 'a'\n",
        "    url: PostgresDsn | None = None\n",
        "    a: int = 1\n    @model_validator(mode='after')\n    def check(self): ...\n",
        "    a: int = 1\nclass Others(BaseSettings):\n    b: Literal[1] = 1\n",
        "",
    ],
)
def test_it_leaves_alone(more):
    assert lines(RULE, TOP + more) == []
