"""Passwords in mappings of all columns: what leaves them out, and what only bears their name."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

SOURCE = """from fastapi import Depends, FastAPI
from sqlalchemy import Column, String
from sqlalchemy.orm import declarative_base
Base = declarative_base()
HIDDEN = {"password", "salt"}
class Sailor(Base):
    __tablename__ = "sailors"
    email = Column("email", String)
    password = Column("password", String)
    required = ["email", "password"]
    hidden = ("password",)
    shown = ["email"]
    def kept(self):
        return [each for each in self.hidden]
    def to_dict(self, GIVEN):
        DUMP
app = FastAPI()
def current(db): ...
@app.post("/s")
async def read(db, form: dict, me: Sailor = Depends(current)):
    BODY
"""
ALL = "return {c.name: getattr(self, c.name) for c in self.__table__.columns}"
MADE = "found = {c.name: getattr(self, c.name) for c in self.__table__.columns}"


def found(body: str, dump: str = ALL, given: str = "db=None") -> int:
    source = SOURCE.replace("GIVEN", given).replace("DUMP", dump).replace("BODY", body)
    return len(lines(RULE, source))


@pytest.mark.parametrize(
    "body",
    [
        "return me.to_dict()",
        "return me.to_dict(db)",
        "return me.to_dict(db=db.session)",
        "check(form['password'])\n    return me.to_dict()",
        "check(form.pop('password'))\n    return me.to_dict()",
        "del form['password']\n    return me.to_dict()",
        "if form['kind'] == 'password': check(form)\n    return me.to_dict()",
        "form['password'] = 1\n    return me.to_dict()",
        "return {'kind': 'password', 'me': me.to_dict()}",
    ],
)
def test_a_mere_mention_leaves_nothing_out(body):
    assert found(body) == 1


@pytest.mark.parametrize(
    "dump",
    [
        ALL.replace("}", " if c.name in self.required}"),
        ALL.replace("}", " if c.name not in self.shown}"),
        ALL.replace("}", " if c.name != 'email'}"),
        f"log('password')\n        {ALL}",
        f"{MADE}\n        found['password'] = self.password\n        return found",
    ],
)
def test_it_is_given_all_the_same(dump):
    assert found("return me.to_dict()", dump) == 1


def one_by_one(test: str) -> str:
    return (
        "found = {}\n        for c in self.__table__.columns:\n"
        f"            {test}\n            found[c.name] = getattr(self, c.name)\n        return found"
    )


@pytest.mark.parametrize(
    "dump",
    [
        ALL.replace("}", " if c.name != 'password'}"),
        ALL.replace("}", " if not c.name == 'password'}"),
        ALL.replace("}", " if c.name not in HIDDEN}"),
        ALL.replace("}", " if c.name not in self.hidden}"),
        ALL.replace("}", " if c.name not in getattr(self, 'hidden', ())}"),
        ALL.replace("}", " if c.name not in self.kept()}"),
        ALL.replace("}", " if c.name in self.shown}"),
        ALL.replace("}", " if 'pass' not in c.name}"),
        ALL.replace("}", " if not any(each in c.name for each in HIDDEN)}"),
        ALL.replace("}", " if c.key != Sailor.password.key}"),
        ALL.replace("getattr(self, c.name)", "None if c.name in HIDDEN else getattr(self, c.name)"),
        ALL.replace("self.__table__.columns", "set(self.__table__.columns.keys()) - HIDDEN"),
        f"{MADE}\n        found.pop('password', None)\n        return found",
        f"{MADE}\n        del found['password']\n        return found",
        f"{MADE}\n        found['password'] = '***'\n        return found",
        f"{MADE}\n        for each in self.hidden:\n            del found[each]\n        return found",
        one_by_one("if c.name == 'password': continue"),
        one_by_one("if c.name in self.hidden: continue"),
    ],
)
def test_a_method_that_leaves_it_out(dump):
    assert found("return me.to_dict()", dump) == 0


@pytest.mark.parametrize(
    ("body", "given"),
    [
        ("return me.to_dict(exclude={'password'})", "exclude=()"),
        ("return me.to_dict(['password'])", "names=()"),
        ("return me.to_dict('password')", "*exclude"),
        ("return me.to_dict(only=['email'])", "only=None"),
        ("return me.to_dict(form['fields'])", "fields=None"),
        ("return me.to_dict(*form)", "*fields"),
        ("return me.to_dict(**form)", "**options"),
        ("told = me.to_dict()\n    told.pop('password')\n    return told", "db=None"),
        ("told = me.to_dict()\n    del told['password']\n    return told", "db=None"),
        ("told = me.to_dict()\n    told.update(password=None)\n    return told", "db=None"),
        ("return {**me.to_dict(), 'password': None}", "db=None"),
        (
            "told = me.to_dict()\n    for each in HIDDEN:\n        told.pop(each)\n    return told",
            "db=None",
        ),
    ],
)
def test_a_call_that_leaves_it_out(body, given):
    assert found(body, given=given) == 0


def test_what_decides_may_have_any_name():
    dump = ALL.replace("}", " if c.name not in (wanted or ())}")
    assert found("return me.to_dict(form['wanted'])", dump, "wanted=None") == 0
    assert found("return me.to_dict()", dump, "wanted=None") == 1
    dump = ALL.replace("}", " if c.name not in wanted}")
    assert found("return me.to_dict()", dump, "wanted=HIDDEN") == 0
