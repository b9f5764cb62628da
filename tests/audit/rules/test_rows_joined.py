"""Rows that are loaded with others are sent with them, passwords included."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

SOURCE = """from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import Column, String, select
from sqlalchemy.orm import Mapped, declarative_base, joinedload, relationship, selectinload
Base = declarative_base()
class Sailor(Base):
    __tablename__ = "sailors"
    {column} = Column(String)
class Port(Base):
    __tablename__ = "ports"
    name = Column(String)
class Boat(Base):
    __tablename__ = "boats"
    owner = relationship("Sailor", back_populates="boats")
    crew: Mapped[list["Sailor"]] = relationship(back_populates="boat")
    port = relationship(Port)
class Shown(BaseModel):
    name: str
app = FastAPI()
@app.get("/boats"{declared})
async def read(db):
    query = select(Boat){options}
    found = await db.execute(query)
    found = found.unique()
    return found.scalars().all()
"""


def is_found(options, declared="", column="hashed_password"):
    return bool(lines(RULE, SOURCE.format(options=options, declared=declared, column=column)))


@pytest.mark.parametrize(
    "options",
    [
        ".options(joinedload(Boat.owner))",
        ".options(joinedload(Boat.port)).options(selectinload(Boat.crew))",
        ".options(joinedload(Boat.port), joinedload(Boat.owner))",
    ],
)
def test_a_password_is_loaded_with_them(options):
    assert is_found(options)


@pytest.mark.parametrize(
    ("options", "declared", "column"),
    [
        ("", "", "hashed_password"),
        (".options(joinedload(Boat.port))", "", "hashed_password"),
        (".options(joinedload(Boat.nowhere))", "", "hashed_password"),
        (".options(joinedload(Boat.owner))", "", "email"),
        (".options(joinedload(Boat.owner))", ", response_model=list[Shown]", "hashed_password"),
    ],
)
def test_others_are_left_alone(options, declared, column):
    assert not is_found(options, declared, column)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("password: bytes\n    refresh_token: str | None = None", [5]),
        ("password: str\n    access_token: str\n    refresh_token: str", []),
    ],
)
def test_a_model_with_a_token_that_is_kept_is_no_login(fields, found):
    source = (
        "from fastapi import FastAPI\nfrom pydantic import BaseModel\napp = FastAPI()\n"
        f"class Sailor(BaseModel):\n    {fields}\n"
        "@app.get('/sailors')\ndef read() -> list[Sailor]: ...\n"
    )
    assert lines(RULE, source) == found


def test_relations_of_a_sqlmodel_are_no_fields_that_pydantic_sends():
    options = ".options(joinedload(Boat.owner))"
    source = SOURCE.format(options=options, declared="", column="hashed_password")
    boat = "class Boat(SQLModel, table=True):\n    id: int\n"
    told = source.replace('class Boat(Base):\n    __tablename__ = "boats"\n', boat)
    assert lines(RULE, source) != []
    assert lines(RULE, f"from sqlmodel import SQLModel\n{told}") == []
