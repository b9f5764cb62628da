"""Rows that are given all fields of a request, a password that nobody hashes among them."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.checkpoints.password_hash import judge
from fastscaffold.audit.rules.password_hashing import RULE

HEAD = """import bcrypt
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel
from sqlalchemy.orm import DeclarativeBase, Mapped
class Base(DeclarativeBase): ...
class Member(Base):
    __tablename__ = "members"
    name: Mapped[str]
    password: Mapped[str]
class Parcel(Base):
    __tablename__ = "parcels"
    name: Mapped[str]
class Joining(BaseModel):
    name: str
    password: str
class Renaming(BaseModel):
    name: str
def seal(value): return bcrypt.hashpw(value, bcrypt.gensalt())
"""
FIRST = HEAD.count("\n") + 1
GET = "    row = db.query(Member).first()\n"
LOOP = "    for key, value in sent.model_dump(exclude_unset=True).items():\n        setattr(row, key, value)\n"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (f"def change(sent: Joining, db):\n{GET}{LOOP}", [3]),
        (f"def change(sent: Joining, row: Member):\n{LOOP}", [2]),
        (f"def change(sent: Joining, row: Member):\n{LOOP.replace('model_dump', 'dict')}", [2]),
        (
            (
                "def change(sent: Joining, row: Member):\n    data = jsonable_encoder(sent)\n"
                "    for name in data:\n        setattr(row, name, data[name])\n"
            ),
            [3],
        ),
        ("def join(sent: Joining):\n    return Member(**sent.model_dump())\n", [1]),
        ("def join(sent: Joining):\n    return Member(**dict(sent))\n", [1]),
        ("def join(sent: Joining):\n    return Member(**vars(sent))\n", [1]),
        ("def join(sent: Joining):\n    return Member(**sent.__dict__)\n", [1]),
        ("def join(sent: Joining):\n    data = sent.dict()\n    return Member(**data)\n", [2]),
        # It is none of the fields, or of the columns.
        (f"def change(sent: Renaming, row: Member):\n{LOOP}", []),
        (f"def change(sent: Joining, row: Parcel):\n{LOOP}", []),
        ("def join(sent: Joining):\n    return Parcel(**sent.model_dump())\n", []),
        # It is left out, or hashed, here or by who calls.
        (
            "def join(sent: Joining):\n    return Member(**sent.model_dump(exclude={'password'}))\n",
            [],
        ),
        (
            (
                "def join(sent: Joining):\n    data = sent.model_dump()\n"
                "    data['password'] = seal(data['password'])\n    return Member(**data)\n"
            ),
            [],
        ),
        (
            (
                "def change(sent: Joining, row: Member):\n    sent.password = seal(sent.password)\n"
                f"{LOOP}"
            ),
            [],
        ),
        (
            (
                f"def change(sent: Joining, row: Member):\n{LOOP}def start(sent: Joining, row):\n"
                "    sent.password = seal(sent.password)\n    change(sent, row)\n"
            ),
            [],
        ),
        (f"def change(sent, row):\n{LOOP}", []),
    ],
)
def test_it_finds(source, found):
    starts = [line - FIRST for line in lines(RULE, HEAD + source)]
    assert starts == found


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("Member.create(**sent.dict())", 1),
        ("Member.objects.create(**sent.model_dump())", 1),
        ("Member.filter(id=1).update(**sent.model_dump(exclude_unset=True))", 1),
        ("Member.get_or_create(name='a', **sent.model_dump())", 1),
        ("db.execute(insert(Member).values(**sent.model_dump()))", 1),
        ("db.execute(sa.update(Member).where(Member.name == 'a').values(**sent.dict()))", 1),
        ("Parcel.create(**sent.dict())", 0),
        ("Member.filter(**sent.dict())", 0),
        ("Member.create(**sent.dict(exclude={'password'}))", 0),
        ("Member.create(**{**sent.dict(), 'password': seal(sent.password)})", 0),
    ],
)
def test_methods_that_write_rows(written, count):
    source = f"{HEAD}async def join(sent: Joining, db):\n    return await {written}\n"
    assert lines(RULE, source) == [FIRST + 1] * count


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ("row.update_from_dict(sent.dict(exclude_none=True))", 1),
        ("row.sqlmodel_update(sent.model_dump(exclude_unset=True))", 1),
        ("row.update_from_dict(data)", 1),
        ("row.update_from_dict(sent.dict(exclude={'password'}))", 0),
        ("row.sqlmodel_update(sent, update={'password': seal(sent.password)})", 0),
        ("parcel.update_from_dict(sent.dict())", 0),
        ("settings.update_from_dict(sent.dict())", 0),
    ],
)
@pytest.mark.parametrize(
    "found", ["await Member.get_or_none(id=1)", "await Member.filter(id=1).first()", "Member()"]
)
def test_rows_that_are_told_what_they_hold(given, count, found):
    source = (
        f"{HEAD}async def change(sent: Joining, settings: dict):\n    row = {found}\n"
        f"    parcel = await Parcel.get(id=1)\n    data = sent.dict()\n    {given}\n"
    )
    assert len(lines(RULE, source)) == count


def test_a_method_of_the_project_may_hash():
    method = "    @classmethod\n    def create(cls, **told): return cls(**sealed(told))\n"
    head = HEAD.replace("    password: Mapped[str]\n", f"    password: Mapped[str]\n{method}")
    source = f"{head}def join(sent: Joining):\n    return Member.create(**sent.dict())\n"
    assert lines(RULE, source) == []


def test_other_paths_hash():
    join = "def join(sent: Joining):\n    return Member(**sent.model_dump())\n"
    assert judge(facts(HEAD + join)).verdict.value == "partial"
    bare = HEAD.replace("bcrypt.hashpw(value, bcrypt.gensalt())", "value")
    assert judge(facts(bare + join)).verdict.value == "not_met"


CACHED = """class Cached(Joining):
    model_config = {"from_attributes": True}
def read(sent: Cached):
    return Member(**sent.model_dump())
@app.post("/")
def join(sent: %s): ...
"""


@pytest.mark.parametrize(
    ("body", "found"), [("Joining", []), ("Cached", [4]), ("list[Cached]", [4])]
)
def test_a_model_that_is_made_of_rows(body, found):
    source = f"{HEAD}from fastapi import FastAPI\napp = FastAPI()\n{CACHED % body}"
    assert [each - FIRST - 1 for each in lines(RULE, source)] == found
