"""What schemas admit, as the audit reads them, against what pydantic makes of them."""

from __future__ import annotations

import ast
import json

import pydantic
import pytest

from fastscaffold.audit.facts import gather
from fastscaffold.audit.facts.answers.statuses import refusals, success
from fastscaffold.audit.facts.requests.inputs import Inputs
from fastscaffold.generators.tests_of_routes.samples import (
    UnforeseeableError,
    sample,
    wrong_values,
)

HEAD = """\
from __future__ import annotations
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, StrEnum, auto
from typing import Annotated, Generic, List, Literal, Optional, TypeVar, Union
from uuid import UUID

from annotated_types import Gt, Le, MinLen
from pydantic import (AfterValidator, BaseModel, ConfigDict, EmailStr, Field, HttpUrl, PositiveInt,
                      StringConstraints, conint, constr, field_validator, model_validator)
from pydantic.alias_generators import to_camel

T = TypeVar("T")
LIMIT = 40


class Colour(StrEnum):
    RED = auto()
    BLUE = "navy"


class Size(Enum):
    SMALL = 1
    LARGE = 2


class Inner(BaseModel):
    depth: int = Field(ge=2)


Code = Annotated[str, Field(min_length=2, max_length=4)]
Maybe = Annotated[T | None, Field(description="may be left out")]
Many = Annotated[list[T], Field(min_length=1, max_length=3)]
"""
FIELDS = [
    *("str", "int", "float", "bool", "Decimal", "datetime", "date", "time", "timedelta", "UUID"),
    *("EmailStr", "HttpUrl", "PositiveInt", "Colour", "Size", "Inner", "Code", "dict[str, int]"),
    *("list[int]", "List[Code]", "Many[int]", "Optional[int]", "int | None", "Union[int, None]"),
    *("Literal['a', 'b']", "conint(gt=4, le=9)", "constr(min_length=3)", "Maybe[Code]"),
    "Annotated[int, Gt(3), Le(10)]",
    "Annotated[str, MinLen(5)]",
    "Annotated[str, StringConstraints(max_length=2)]",
    "str = Field(min_length=1, max_length=LIMIT)",
    "str = Field(..., pattern=r'^[A-Z]{3}-[0-9]{2}$')",
    "int = Field(lt=-5)",
    "int = Field(ge=10, multiple_of=7)",
    "float = Field(gt=0, lt=1)",
    "Decimal = Field(gt=0, max_digits=5, decimal_places=2)",
    "list[Code] = Field(min_length=1, max_length=2)",
    "str = Field(examples=['an example'])",
]


def read(tmp_path, source, name="Model"):
    """A model, as the audit reads it and as pydantic makes it."""
    (tmp_path / "schemas.py").write_text(HEAD + source)
    facts = gather(tmp_path)
    module = facts.index.modules["schemas"]
    found = Inputs(facts).of(ast.parse(name, mode="eval").body, None, module)
    namespace = {"__name__": "schemas"}
    exec(compile(HEAD + source, "schemas.py", "exec"), namespace)  # ours, above
    model = namespace[name]
    model.model_rebuild(_types_namespace=namespace)
    return found, model


@pytest.mark.parametrize("field", FIELDS)
def test_samples_are_accepted_and_wrong_values_are_not(tmp_path, field):
    found, model = read(tmp_path, f"\n\nclass Model(BaseModel):\n    field: {field}\n")
    body = sample(found, "body")
    assert "field" in body
    model.model_validate_json(json.dumps(body))
    for wrong in wrong_values(found.fields[0].value):
        value = eval(wrong.code)  # an expression of ours
        with pytest.raises(pydantic.ValidationError):
            model.model_validate({"field": value})


@pytest.mark.parametrize("field", ["int", "str", "float", "bool", "Colour", "Code", "Decimal"])
def test_a_change_is_another_value(tmp_path, field):
    found, model = read(tmp_path, f"\n\nclass Model(BaseModel):\n    field: {field}\n")
    first, second = (sample(found.fields[0].value, "field", other=each) for each in (False, True))
    assert first != second
    model.model_validate({"field": second})


@pytest.mark.parametrize(
    "body",
    [
        "field: Annotated[str, AfterValidator(str.strip)]",
        "field: object",
        "field: str = Field(max_length=unknown())",
        (
            "field: str\n\n    @field_validator('field')\n    @classmethod\n    def check(cls, v):\n"
            "        return v"
        ),
        (
            "field: str\n\n    @model_validator(mode='after')\n    def check(self):\n"
            "        return self"
        ),
        "field: str = Field(pattern='^(?=a)b$')",
    ],
)
def test_what_nobody_can_foresee_is_not_guessed(tmp_path, body):
    source = f"\n\ndef unknown():\n    return 3\n\n\nclass Model(BaseModel):\n    {body}\n"
    (tmp_path / "schemas.py").write_text(HEAD + source)
    facts = gather(tmp_path)
    annotation = ast.parse("Model", mode="eval").body
    found = Inputs(facts).of(annotation, None, facts.index.modules["schemas"])
    with pytest.raises(UnforeseeableError):
        sample(found, "body")


def test_names_are_those_of_clients(tmp_path):
    source = (
        "\n\nclass Model(BaseModel):\n"
        "    model_config = ConfigDict(alias_generator=to_camel, extra='forbid')\n"
        "    unit_price: int\n    kind: str = Field(alias='type')\n    note: str = ''\n"
    )
    found, model = read(tmp_path, source)
    assert [each.name for each in found.fields] == ["unitPrice", "type", "note"]
    assert [each.is_required for each in found.fields] == [True, True, False]
    assert found.is_closed
    model.model_validate(sample(found, "body"))


ROUTES = """\
from fastapi import APIRouter, FastAPI, HTTPException, Response, status

router = APIRouter()


class MissingError(Exception):
    status_code = 404


def find(key):
    if key > 3:
        raise MissingError
    return key


@router.post("/a", status_code=status.HTTP_201_CREATED)
def create(key: int) -> int:
    if key == 2:
        raise HTTPException(status.HTTP_409_CONFLICT)
    return find(key)


@router.get("/b")
def decide(response: Response) -> int:
    response.status_code = 202
    return 1


app = FastAPI()
app.include_router(router)
"""


def test_statuses_of_routes(tmp_path):
    (tmp_path / "main.py").write_text(ROUTES)
    facts = gather(tmp_path)
    routes = {route.path: route for route in facts.routes}
    assert success(facts, routes["/a"]) == 201
    assert refusals(facts, [routes["/a"].function]) == {404, 409}
    assert success(facts, routes["/b"]) is None
    assert refusals(facts, [routes["/b"].function]) == set()
