"""Fields that hold secrets in a model of their own, which a route leaves out of its answer."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

SOURCE = """from fastapi import FastAPI
from pydantic import BaseModel, Field
app = FastAPI()
class Access(BaseModel):
    name: str
    password: str
class Source(BaseModel):
    url: str
    access: Access{hidden}
class Harbour(BaseModel):
    name: str
    source: Source
@app.get("/h", response_model=Harbour{options})
def read(): ...
"""


@pytest.mark.parametrize(
    ("hidden", "options", "expected"),
    [
        ("", "", [6]),
        ("", ", response_model_exclude={'name'}", [6]),
        ("", ", response_model_exclude={'source': {'url'}}", [6]),
        ("", ", response_model_exclude={'source': {'access'}}", []),
        ("", ", response_model_exclude={'source': {'access': {'password'}}}", []),
        ("", ", response_model_exclude={'source': {'access': True}}", []),
        ("", ", response_model_exclude={'source': ...}", []),
        (" = Field(exclude=True)", "", []),
        (" = Field(description='x')", "", [6]),
    ],
)
def test_what_is_left_out_is_left_out_with_all_in_it(hidden, options, expected):
    assert lines(RULE, SOURCE.format(hidden=hidden, options=options)) == expected


def test_how_many_pass_is_no_password():
    source = """from fastapi import FastAPI
app = FastAPI()
@app.get("/results")
def results(rows):
    return [{"pass": each["pass"], "fail": each["fail"]} for each in rows]
@app.get("/mail")
def mail(row):
    return {"host": row["host"], "pass": row["pass"]}
"""
    assert lines(RULE, source) == [8]


def test_a_password_beside_a_count_of_failures_is_one():
    source = """from fastapi import FastAPI
app = FastAPI()
@app.get("/sailor")
def sailor(row):
    return {
        "password": row.password,
        "failed": row.failed,
        "pass": row["pass"],
    }
"""
    assert lines(RULE, source) == [6]


TWICE = """from typing import Generic, TypeVar
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
T = TypeVar("T")
class Profile(BaseModel):
    bio: str
    password: str
class Page(BaseModel, Generic[T]):
    items: list[T]
class Sailor(BaseModel):
    name: str
    password: str
    profile: Profile
    former: list[Profile] = []
@app.get("/s", response_model={model}{options})
def read(): ...
"""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("exclude={'profile', 'former'}", [13]),
        ("exclude={'profile': {'password'}, 'former': {'__all__': {'password'}}}", [13]),
        ("exclude={'profile': {'password'}, 'password': True}", [8]),
        ("exclude={'password': True, 'profile': {'bio'}, 'former': True}", [8]),
        ("exclude={'password', 'profile', 'former'}", []),
        ("include={'name', 'profile'}", [8]),
        ("include={'name': True, 'profile': {'bio'}}", []),
        ("include={'password': True, 'profile': {'bio'}}", [13]),
    ],
)
def test_a_name_is_meant_for_its_own_model(options, expected):
    source = TWICE.format(model="Sailor", options=f", response_model_{options}")
    assert sorted(lines(RULE, source)) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("exclude={'items': {'__all__': {'password', 'profile', 'former'}}}", []),
        ("exclude={'items': {'__all__': {'name'}}}", [8, 13]),
        ("include={'items': {'__all__': {'name'}}}", []),
    ],
)
def test_an_envelope_is_left_to_what_it_may_mean(options, expected):
    source = TWICE.format(model="Page[Sailor]", options=f", response_model_{options}")
    assert sorted(lines(RULE, source)) == expected


def test_models_that_lead_to_each_other_end():
    source = """from __future__ import annotations
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Boat(BaseModel):
    owner: Sailor | None
    next: Boat | None
class Sailor(BaseModel):
    password: str
    boats: list[Boat]
@app.get("/s", response_model=Boat, response_model_exclude={"owner": {"password"}})
def read(): ...
"""
    assert lines(RULE, source) == [9]
