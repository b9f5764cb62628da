from __future__ import annotations

from support.audited import lines

from fastscaffold.audit.rules.models_for_input_and_output import RULE

TOP = """from fastapi import FastAPI
from pydantic import BaseModel
from sqlmodel import SQLModel, Field
app = FastAPI()
class Item(BaseModel):
    name: str
    price: int
class Row(SQLModel, table=True):
    id: int
class Shown(Item):
    id: int
"""
TAKES = "@app.post('/')\ndef make(item: Item) -> None: ...\n"


def test_it_finds_models_that_are_both():
    assert lines(RULE, TOP + TAKES + "@app.get('/')\ndef read() -> list[Item]: ...\n") == [5]


def test_it_finds_tables_that_are_either():
    assert lines(RULE, TOP + "@app.post('/')\ndef make(row: Row) -> None: ...\n") == [8]
    assert lines(RULE, TOP + "@app.get('/', response_model=list[Row])\ndef read(): ...\n") == [8]


def test_it_leaves_models_of_their_own_alone():
    assert lines(RULE, TOP + TAKES + "@app.get('/')\ndef read() -> Shown: ...\n") == []
    assert lines(RULE, TOP + TAKES) == []
