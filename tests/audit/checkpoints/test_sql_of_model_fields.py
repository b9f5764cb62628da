"""SQL whose names are the fields of a model, or the keys of whatever a client sends."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.sql_injection import judge

HEAD = """from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict
from sqlalchemy import create_engine, text
connection = create_engine("postgresql://db").connect()
app = FastAPI()
class Change(BaseModel):
    title: str | None = None
    pages: int | None = None
class Counts(BaseModel):
    pages: int
class Open(BaseModel):
    model_config = ConfigDict(extra="allow")
"""
ROUTE = """@app.patch("/")
def change(body: {model}):
    given = {given}
    parts = []
    for {names} in {loop}:
        parts.append(f"{part}")
    connection.execute(text("UPDATE books SET " + ", ".join(parts)), given)
"""
GENERATED = """@app.patch("/")
def change(body: {model}):
    given = {given}
    parts = ", ".join(f"{part}" for {names} in {loop})
    connection.execute(text(f"UPDATE books SET {{parts}}"), given)
"""
HELPED = """def write(fields: dict):
    parts = ", ".join(f"{part}" for {names} in {loop})
    connection.execute(text(f"UPDATE books SET {{parts}}"), fields)
@app.patch("/")
def change(body: {model}):
    write({given})
"""
DUMP = "body.model_dump(exclude_unset=True)"
PLACED = "{name} = :{name}"


@pytest.mark.parametrize("route", [ROUTE, GENERATED])
@pytest.mark.parametrize(
    ("model", "given", "names", "loop", "part", "verdict"),
    [
        ("Change", DUMP, "name", "given", PLACED, "met"),
        ("Change", DUMP, "name", "given.keys()", PLACED, "met"),
        ("Change", DUMP, "name, value", "given.items()", PLACED, "met"),
        ("Change", "{k: v for k, v in body.dict().items() if v}", "name", "given", PLACED, "met"),
        ("Change", "{}", "name", "body.model_fields_set", PLACED, "met"),
        # Clients decide the names, or the values.
        ("Open", DUMP, "name", "given", PLACED, "not_met"),
        ("dict", "body", "name", "given", PLACED, "not_met"),
        ("Change", DUMP, "name, value", "given.items()", "{name} = '{value}'", "not_met"),
        ("Counts", DUMP, "name, value", "given.items()", "{name} = {value}", "met"),
    ],
)
def test_a_change_of_some_columns(route, model, given, names, loop, part, verdict):  # noqa: PLR0917
    source = route.format(model=model, given=given, names=names, loop=loop, part=part)
    assert judge(facts(HEAD + source)).verdict.value == verdict


@pytest.mark.parametrize(
    ("model", "given", "verdict"),
    [("Change", DUMP, "met"), ("Open", DUMP, "not_met"), ("dict", "body", "not_met")],
)
def test_a_helper_is_told_by_its_callers(model, given, verdict):
    source = HELPED.format(model=model, given=given, names="name", loop="fields", part=PLACED)
    assert judge(facts(HEAD + source)).verdict.value == verdict


def test_names_may_be_joined_as_they_are():
    source = (
        "@app.post('/')\ndef add(body: {}):\n    names = ', '.join({}.keys())\n"
        "    connection.execute(text(f'INSERT INTO books ({{names}}) VALUES (1)'))\n"
    )
    assert judge(facts(HEAD + source.format("dict", "body"))).verdict.value == "not_met"
    assert judge(facts(HEAD + source.format("Change", DUMP))).verdict.value == "met"
