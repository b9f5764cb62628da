"""Rows with a password, wherever they stand in what a route answers with."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

TOP = """from typing import Any
from beanie import Document
from fastapi import Depends, FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import Column, String
from sqlalchemy.orm import Session, declarative_base
from sqlmodel import SQLModel, select as chosen
Base = declarative_base()
class Sailor(Base):
    __tablename__ = "sailors"
    email = Column(String)
    hashed_password = Column(String)
class Rower(SQLModel, table=True):
    email: str
    password: str
class Diver(Document):
    email: str
    hashed_password: str
class Shown(BaseModel):
    email: str
class Envelope(BaseModel):
    data: Any
T = TypeVar("T")
class Anything(BaseModel, Generic[T]):
    data: Any = Optional[T]
class Told(BaseModel, Generic[T]):
    data: T
    meta: dict = {}
class Narrow(BaseModel):
    data: Shown
app = FastAPI()
def connect() -> Session: ...
def current(db: Session = Depends(connect)):
    sailor = db.query(Sailor).first()
    if sailor is None:
        raise ValueError
    return sailor
def ok(data, message="ok"):
    return {"message": message, "data": data}
def count(data):
    return {"count": len(data)}
@app.get("/s"{options})
async def read(db: Session = Depends(connect), me{annotation}=Depends(current)){returns}:
    {body}
"""


def found(body, options="", annotation="", returns=""):
    values = {"body": body, "options": options, "annotation": annotation, "returns": returns}
    source = TOP
    for name, value in values.items():
        source = source.replace("{" + name + "}", value)
    return len(lines(RULE, source))


@pytest.mark.parametrize(
    "body",
    [
        "return me",
        "return {'me': me, 'message': 'ok'}",
        "return {'data': {'items': [me]}}",
        "return me if me else {}",
        "return me or {}",
        "return ok(me)",
        "return ok(data=db.query(Sailor).all())",
        "return [each for each in db.query(Sailor)]",
        "kept = []\n    for each in db.query(Sailor).all():\n        kept.append(each)\n    return kept",
        "return Envelope(data=db.get(Rower, 1))",
        "return db.exec(chosen(Rower)).all()",
        "return await Diver.find_one(Diver.email == 'x')",
        "return await Diver.find_all().to_list()",
        "diver = await Diver.get('x')\n    return diver.model_dump()",
        "answer = {'me': me}\n    return answer",
    ],
)
def test_a_row_is_found(body):
    assert found(body) == 1


@pytest.mark.parametrize(
    "body",
    [
        "return {'me': me.email}",
        "return count(db.query(Sailor).all())",
        "return Narrow(data=me)",
        "return [each.email for each in db.query(Sailor)]",
        "return [Shown.model_validate(each) for each in db.query(Sailor)]",
        "return db.query(Sailor).count()",
        "return await Diver.find_all().count()",
        "diver = await Diver.get('x')\n    return diver.model_dump(exclude={'hashed_password'})",
        (
            "diver = await Diver.get('x')\n    data = diver.model_dump()\n"
            "    data.pop('hashed_password', None)\n    return data"
        ),
        (
            "data = me.__dict__.copy()\n    diver = await Diver.get('x')\n    data = diver.dict()\n"
            "    del data['hashed_password']\n    return data"
        ),
    ],
)
def test_what_is_taken_of_a_row_is_left_alone(body):
    assert found(body) == 0


@pytest.mark.parametrize(
    ("options", "annotation", "returns", "body", "number"),
    [
        (", response_model=None", "", " -> Any", "return me", 1),
        ("", ": dict", "", "return me", 1),
        ("", "", " -> dict", "return {'rower': db.get(Rower, 1)}", 1),
        (", response_model=dict", "", "", "return {'diver': await Diver.get('x')}", 1),
        ("", "", " -> Any", "return await Diver.get('x')", 1),
        # What pydantic does not know cannot be sent where it is to be read.
        ("", "", " -> dict", "return {'me': me}", 0),
        ("", "", " -> Shown", "return await Diver.get('x')", 0),
        (", response_model=Narrow", "", "", "return {'data': await Diver.get('x')}", 0),
    ],
)
def test_what_is_declared_decides(options, annotation, returns, body, number):
    assert found(body, options, annotation, returns) == number


@pytest.mark.parametrize(("model", "number"), [("Anything", 1), ("Told", 0), ("list", 0)])
def test_a_generic_envelope_says_what_its_fields_say(model, number):
    body = f"return {model}(data=db.get(Rower, 1))"
    assert found(body, options=f", response_model={model}[Shown]") == number
