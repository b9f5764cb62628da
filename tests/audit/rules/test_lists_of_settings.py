"""Lists that settings hold need no pages."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """from fastapi import FastAPI
from pydantic import BaseModel
from pydantic_settings import BaseSettings
class Folder(BaseModel):
    name: str
class Misc(BaseModel):
    folders: list[Folder] = []
class Settings(BaseSettings):
    misc: Misc = Misc()
settings = Settings()
app = FastAPI()
"""


@pytest.mark.parametrize(
    ("returned", "found"),
    [
        ("settings.misc.folders", []),
        ("Settings().misc.folders", []),
        ("[Folder(name=settings.misc.name)]", []),
        ("store.misc.folders", [13]),
        ("read(settings.misc)", [13]),
    ],
)
def test_lists_of_settings_are_left_alone(returned, found):
    source = f"{TOP}@app.get('/folders')\ndef folders() -> list[Folder]:\n    return {returned}\n"
    assert lines(RULE, source) == found
