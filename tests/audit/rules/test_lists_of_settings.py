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


STORED = """class PluginConfig:
    def get(self, key): return self.stored.get(key)
class Cart:
    def get(self, key): return self.stored.get(key)
"""


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        ("return PluginConfig().get(Key.FOLDERS)", False),
        ("return PluginConfig().get('folders') or []", False),
        ("told = PluginConfig().get(Key.FOLDERS)\n    return [make(each) for each in told]", False),
        (
            (
                "told = PluginConfig().get(Key.FOLDERS)\n    if told:\n"
                "        return [make(each) for each in told if each.on]\n    return []"
            ),
            False,
        ),
        ("return PluginConfig().get(key)", True),
        ("return PluginConfig().all()", True),
        ("return Cart().get(Key.FOLDERS)", True),
        ("return PluginConfig().get(Key.FOLDERS) or find()", True),
        ("made = []\n    for each in find(): made.append(each)\n    return made", True),
        ("made = made\n    return made", True),
    ],
)
def test_one_setting_of_those_that_are_stored(body, is_found):
    source = f"{TOP}{STORED}@app.get('/folders')\ndef folders() -> list[Folder]:\n    {body}\n"
    assert bool(lines(RULE, source)) == is_found


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


@pytest.mark.parametrize(
    ("name", "model", "is_found"),
    [
        ("get_folder_settings", "Misc", False),
        ("get_folder_config", "Misc", False),
        ("get_folders", "Misc", True),
        ("list_settings", "Misc", True),
    ],
)
def test_what_is_called_settings_is_one_thing(name, model, is_found):
    route = (
        f"@app.get('/folders', response_model={model})\ndef {name}():\n"
        f"    held = user.folders\n    return {model}(folders=[Folder(**each) for each in held])\n"
    )
    assert bool(lines(RULE, TOP + route)) is is_found


@pytest.mark.parametrize(
    ("body", "given", "is_found"),
    [
        ("rows = session.query(Stored).all()", "folders=rows", True),
        ("rows = session.scalars(select(Stored)).all()", "folders=list(rows)", True),
        ("rows = session.query(Stored).all()", "folders=[make(each) for each in rows]", True),
        ("rows = session.query(Stored).limit(20).all()", "folders=rows", False),
        ("row = session.query(Stored).first()", "folders=row.folders", False),
        ("row = read(session)", "folders=row.folders", False),
    ],
)
def test_a_model_of_settings_that_holds_rows_of_a_query(body, given, is_found):
    route = (
        "@app.get('/folders')\ndef get_folder_settings(session) -> Misc:\n"
        f"    {body}\n    return Misc({given})\n"
    )
    assert bool(lines(RULE, TOP + route)) is is_found


def test_all_settings_that_are_stored_are_a_list():
    route = (
        "@app.get('/folders', response_model=list[Folder])\ndef get_folder_settings():\n"
        "    return session.query(Stored).all()\n"
    )
    assert lines(RULE, TOP + route)


@pytest.mark.parametrize(
    ("held", "found"), [("settings.misc.folders", []), ("find_folders()", [13])]
)
def test_an_empty_envelope_of_what_is_switched_off(held, found):
    source = (
        f"{TOP}@app.get('/folders')\ndef folders() -> Misc:\n    if not settings.misc:\n"
        f"        return Misc(folders=[])\n    return Misc(folders=[Folder(name=each) for each in {held}])\n"
    )
    assert lines(RULE, source) == found
