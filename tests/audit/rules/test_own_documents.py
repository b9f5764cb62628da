"""Models that have what asks the driver from a base that the project has written itself."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.routes_leave_data_to_repositories import RULE

TOP = """from typing import Any
from fastapi import FastAPI
from pydantic import BaseModel
from pymongo import MongoClient
from pymongo.collection import Collection
client = MongoClient()
app = FastAPI()
class Document(BaseModel):
    @classmethod
    def _collection(cls) -> Collection: return client["lamps"][cls.__name__]
    @classmethod
    def find_raw(cls, wanted: dict): return cls._collection().find(wanted)
    @classmethod
    def get_one(cls, wanted: dict):
        for each in cls.find_raw(wanted): return cls(**each)
    @classmethod
    def aggregate(cls, steps: list): return cls._collection().aggregate(steps)
    @classmethod
    def get_name(cls) -> str: return cls.get_name() or cls.__name__
    def create(self):
        self._collection().insert_one(self.dict())
        return self
    def shout(self): return self.dict()
class Lamp(Document):
    name: str
    @classmethod
    def get_brightest(cls): return cls.get_one({"bright": True})
class Form(BaseModel):
    def create(self): return Lamp(name="A")
class Repository:
    @classmethod
    def get_one(cls, wanted: dict): return client.lamps.lamps.find_one(wanted)
class LampRepository(Repository): ...
def get_or_404(model: Any, **wanted): return model.get_one(wanted)
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Lamp.get_one({})", True),
        ("[each for each in Lamp.aggregate([])]", True),
        ("Lamp(name='A').create()", True),
        ("lamp = Lamp(name='A')\n    lamp = lamp.create()", True),
        ("lamp = get_or_404(Lamp, id=1)\n    lamp.create()", True),
        # Nothing is asked, a class method of one model is its repository, and so is another base.
        ("Lamp.get_name()", False),
        ("Lamp(name='A').shout()", False),
        ("lamp = get_or_404(Lamp, id=1)", False),
        ("Lamp.get_brightest()", False),
        ("Form().create()", False),
        ("LampRepository.get_one({})", False),
    ],
)
def test_what_a_base_of_models_asks_the_driver_is_asked_by_the_route(body, found):
    route = f"@app.get('/lamps/1')\ndef a():\n    {body}\n"
    expected = [TOP.count("\n") + 2] if found else []
    assert lines(RULE, TOP + route) == expected
