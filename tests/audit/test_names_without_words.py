"""Names in which no word of Latin letters is, in projects that are audited by every rule."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.facts.passwords.told import is_password
from fastscaffold.audit.rules import all_rules
from fastscaffold.audit.rules.responses_without_secrets import RULE

TOP = """from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel
app = FastAPI()
db = AsyncIOMotorClient("mongodb://db").harbour
"""
SOURCES = {
    "a key of a document": """@app.post("/boats")
async def add(name: str):
    await db.boats.insert_one({"название": name, "_": name, "": name})
    return {"имя": name, "_": db.boats.name, "": db.boats["название"]}
""",
    "a field of a list": """class Boat(BaseModel):
    имя: str
class Answer(BaseModel):
    船: list[Boat]
    备注: str
@app.get("/船")
def get_船() -> Answer: ...
@app.get("/boats", response_model=Answer)
def get_boats(страница: int = 1): ...
""",
    "a column": """from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
class Base(DeclarativeBase): ...
class Лодка(Base):
    __tablename__ = "лодки"
    ид: Mapped[int] = mapped_column(primary_key=True)
    пароль: Mapped[str]
@app.get("/boats/{ид}")
async def read(ид: int, session):
    return await session.get(Лодка, ид)
""",
    "a setting": """from pydantic_settings import BaseSettings
class Настройки(BaseSettings):
    адрес: str = "postgresql://sailor:m4st-and-s4il@db/harbour"
    ключ: str = "abc"
настройки = Настройки()
пароль = "соль"
""",
}


@pytest.mark.parametrize("name", SOURCES)
def test_they_end_no_audit(name):
    gathered = facts(TOP + SOURCES[name])
    for rule in all_rules():
        list(rule.findings(gathered))


@pytest.mark.parametrize("name", ["", "_", "__", "пароль", "密码"])
def test_they_are_no_password(name):
    assert not is_password(name)


def test_a_password_beside_them_is_found():
    source = f"""{TOP}class Sailor(BaseModel):
    имя: str
    password: str
@app.get("/sailors/{{name}}")
def read(name: str) -> Sailor: ...
"""
    assert lines(RULE, source) == [8]
