"""What is gone through is rows only where a database is asked for it."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """from pathlib import Path
from bs4 import BeautifulSoup
from fastapi import FastAPI
from pymongo import MongoClient
from sqlalchemy import Column, Integer, select
from sqlalchemy.orm import declarative_base
from motors import plugins, boats
import peewee
Base = declarative_base()
class Boat(Base):
    __tablename__ = "boats"
    id = Column(Integer, primary_key=True)
    harbour_id = Column(Integer)
class Oar(peewee.Model):
    name = peewee.CharField()
class Shelf:
    def find(self, name): return ["a", "b"]
shelf = Shelf()
client = MongoClient()
app = FastAPI()
"""


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("[each['href'] for each in BeautifulSoup(page).select('a')]", 0),
        ("[each.text for each in soup.find('ul').find_all('li')]", 0),
        ("[each.text for each in soup.find(class_='menu').children()]", 0),
        ("[each.name for each in plugins.find('x')]", 0),
        ("[each.name for each in plugins.find(name)]", 0),
        ("[each for each in shelf.find(3)]", 0),
        ("[each['name'] for each in client['shop']['boats'].find({})]", 1),
        ("[each['name'] for each in boats.find()]", 1),
        ("[each['name'] for each in boats.find({'sold': True}).sort('name')]", 1),
        ("[each.name for each in Oar.select()]", 1),
        ("[each.name for each in Path(name).iterdir()]", 1),
        ("db.scalars(select(Boat).where(Boat.id.in_([1, 2, 3]))).all()", 0),
        ("db.scalars(select(Boat).where(Boat.id.in_(few))).all()", 0),
        ("db.scalars(select(Boat).where(~Boat.id.in_([1, 2, 3]))).all()", 1),
        ("db.scalars(select(Boat).where(Boat.id.in_(given))).all()", 1),
        ("db.scalars(select(Boat).where(Boat.harbour_id.in_([1, 2]))).all()", 1),
    ],
)
def test_what_is_gone_through(value, found):
    route = "@app.get('/b')\ndef read(db, soup, page, given, name: str):\n    few = [1, 2]\n"
    assert bool(lines(RULE, f"{TOP}{route}    return {value}\n")) is bool(found)
