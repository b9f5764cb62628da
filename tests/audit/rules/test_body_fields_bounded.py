from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.body_fields_bounded import RULE

TOP = """from enum import Enum
from typing import Annotated, Literal
from uuid import UUID
from fastapi import FastAPI
from pydantic import AfterValidator, BaseModel, EmailStr, Field, StringConstraints, constr
from pydantic import field_validator
app = FastAPI()
class Color(Enum):
    RED = 1
Name = Annotated[str, StringConstraints(max_length=9)]
Short = constr(max_length=9)
class Item(BaseModel):
    {field}
@app.post("/")
def make(item: Item) -> None: ...
"""


@pytest.mark.parametrize(
    "field",
    ["a: str", "a: str | None = None", "a: int", "a: list[UUID]", "a: str = Field(title='A')"],
)
def test_it_finds(field):
    assert lines(RULE, TOP.replace("{field}", field)) == [12]


@pytest.mark.parametrize(
    "field",
    [
        "a: Name",
        "a: Short",
        "a: Name | None = None",
        "a: str = Field(max_length=9)",
        "a: Annotated[str, AfterValidator(check)]",
        "a: EmailStr",
        "a: UUID",
        "a: Color",
        "a: Literal['b']",
        "a: bool",
        "a: int = Field(ge=0)",
        "a: str\n    @field_validator('a')\n    def check(cls, v): ...",
    ],
)
def test_it_leaves_alone(field):
    assert lines(RULE, TOP.replace("{field}", field)) == []


def test_responses_need_no_bounds():
    source = TOP.replace("{field}", "a: str").replace("item: Item) -> None", ") -> Item")
    assert lines(RULE, source) == []
