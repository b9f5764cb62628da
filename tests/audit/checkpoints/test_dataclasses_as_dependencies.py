"""Dataclasses and models that routes depend on: requests fill in their fields."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.input_validation import judge
from fastscaffold.audit.signals import auth

BASE = """from dataclasses import dataclass
from fastapi import Depends
from app.security import logged_in
@dataclass
class Guarded:
    user: str = Depends(logged_in)
"""
SECURITY = """import jwt
from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer
scheme = OAuth2PasswordBearer(tokenUrl="token")
def logged_in(token: str = Depends(scheme)) -> str:
    return jwt.decode(token, "k", algorithms=["HS256"])["sub"]
"""
MAIN = """from dataclasses import dataclass
from typing import Annotated, ClassVar
from fastapi import Body, Depends, FastAPI, File, Form, Query, UploadFile
from pydantic import BaseModel
from app.base import Guarded
app = FastAPI()
class Order(BaseModel):
    name: str
{decorator}
class Given({base}):
    {field}
    page: int = Query(default=1)
@app.post("/orders")
def add(given: {depends}): ...
"""


def audited(decorator="@dataclass", base="", field="x: int = 0", depends="Given = Depends()"):
    main = MAIN.format(decorator=decorator, base=base, field=field, depends=depends)
    return facts({"app/main.py": main, "app/base.py": BASE, "app/security.py": SECURITY})


@pytest.mark.parametrize(
    ("decorator", "field", "verdict"),
    [
        ("@dataclass", "order: Order = Body(...)", "met"),
        ("@dataclass(kw_only=True)", "order: Order = Body(...)", "met"),
        ("@dataclass", "order: Order", "met"),
        ("@dataclass", "order: dict = Body(...)", "not_met"),
        ("@dataclass", "KINDS: ClassVar[dict] = {}", "not_applicable"),
        ("@dataclass", "order = None", "not_applicable"),
        ("", "order: Order = Body(...)", "not_applicable"),
    ],
)
def test_a_body(decorator, field, verdict):
    assert judge(audited(decorator, field=field)).verdict.value == verdict


@pytest.mark.parametrize(
    ("field", "verdict"),
    [
        ("file: UploadFile = File(...)", "met"),
        ("order: Order", "met"),
        ("name: str = Form()", "met"),
        ("order: dict = Body()", "not_met"),
        ("name: str", "not_applicable"),
        ("_order: dict = {}", "not_applicable"),
    ],
)
def test_a_body_in_a_model(field, verdict):
    found = audited(decorator="", base="BaseModel", field=field)
    assert judge(found).verdict.value == verdict


@pytest.mark.parametrize(
    "depends",
    ["Given = Depends()", "Given = Depends(Given)", "Annotated[Given, Depends()]"],
)
@pytest.mark.parametrize(
    ("base", "field"), [("", "user: str = Depends(Guarded)"), ("Guarded", "x: int = 0")]
)
def test_a_guard(base, field, depends):
    assert auth.judge(audited(base=base, field=field, depends=depends)).verdict.value == "met"
    assert auth.judge(audited(depends=depends)).verdict.value == "not_met"
