"""Lists that a route answers with and that are made somewhere else."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """import asyncio
import glob
import os
from typing import Any
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel
from sqlalchemy import select
from tortoise.models import Model
class Envelope(BaseModel):
    code: int = 0
    data: Any = None
class Named(BaseModel):
    id: int
    extra: Any = None
class Boat(Model): ...
app = FastAPI()
"""


def found(body: str, signature: str = "(db)", decorator: str = "@app.get('/boats')") -> bool:
    route = f"{decorator}\nasync def read{signature}:\n"
    source = TOP + route + "".join(f"    {line}\n" for line in body.splitlines()[:1])
    return bool(lines(RULE, source + "\n".join(body.splitlines()[1:]) + "\n"))


@pytest.mark.parametrize(
    "body",
    [
        (
            "return await load(db)\nasync def load(db):\n    boats = await db.fetch('SELECT * FROM b')\n"
            "    return boats or []"
        ),
        (
            "return await load(db)\nasync def load(db):\n    sql = 'SELECT * FROM b WHERE a = $1'\n"
            "    rows = await ask(db, sql)\n    return [dict(row) for row in rows]\n"
            "async def ask(db, query):\n    rows = await db.fetch(query)\n"
            "    return [dict(row) for row in rows]"
        ),
        (
            "return await load(db)\nasync def load(db):\n    boats = await ask(db)\n"
            "    return {'message': 'Boats', 'boats': [one(boat) for boat in boats]}\n"
            "async def ask(db):\n    return (await db.execute(select(Boat))).scalars().all()"
        ),
        (
            "return shown(db.query(Boat).all())\ndef shown(boats):\n    found = []\n"
            "    for boat in boats:\n        found.append(boat.name)\n    return found"
        ),
        "return {'boats': {'boat': db.query(Boat).all()}}",
        (
            "return {'boats': await load()}\nasync def load() -> list[Boat]:\n"
            "    boats = await Boat.filter(sold=False)\n    return boats"
        ),
        (
            "return await load()\nasync def load():\n    boats = {}\n"
            "    for boat in await Boat.all():\n        boats[boat.pk] = {'name': boat.name}\n"
            "    return boats"
        ),
        "return [boat async for boat in db.iterate('SELECT * FROM b')]",
        "return await asyncio.to_thread(load, db)\ndef load(db):\n    return db.query(Boat).all()",
        "return list(set(db.query(Boat.name).all()))",
        "return [each for each in os.listdir('boats')]",
        "return [each for _, _, each in os.walk('boats')]",
        "return {each.id: {'name': each.name} for each in db.query(Boat).all()}",
        "return {each.id: each for each in db.query(Boat).all()}",
        "return {each.id: Named.model_validate(each) for each in db.query(Boat).all()}",
        "return [each.name for each in Boat.select().where(sold)]",
        "db.execute('SELECT 1 LIMIT 1')\n    db.execute('SELECT * FROM b')\n    return db.fetchall()",
        "return db.lrange('boats', 0, -1)",
        "return {'page': me.page, 'boats': db.query(Boat).all(), 'total': me.total}",
        "return [each async for each in db.scan_iter('boat:*')]",
        "return await db.fetch('SELECT b.id, COUNT(*) FROM b JOIN p USING (x) GROUP BY b.id')",
    ],
)
def test_rows_are_followed(body):
    assert found(body)


@pytest.mark.parametrize(
    "body",
    [
        (
            "return await load(db)\nasync def load(db):\n"
            "    return await db.fetch('SELECT * FROM b LIMIT 20')"
        ),
        "return await db.fetch('SELECT state, COUNT(*) FROM b GROUP BY state ORDER BY state_id')",
        (
            "return await load(db)\nasync def load(db):\n    if db:\n        return db.get(Boat, 1)\n"
            "    return db.query(Boat).all()"
        ),
        (
            "return await load(db)\nasync def load(db):\n"
            "    return {'name': 'x', 'owner': 'y', 'parts': db.query(Boat).all()}"
        ),
        (
            "return await load(db)\nasync def load(db):\n    found = {}\n"
            "    for row in await db.fetch('SELECT * FROM settings'):\n"
            "        found[row['key']] = row['value']\n    return found"
        ),
        "return await Boat.filter(sold=False).first()",
        "return await Boat.filter(sold=False).limit(10)",
        "return await db.find({}).to_list(100)",
        "return {'name': me.name, 'mail': me.mail, 'boats': db.query(Boat).filter_by(of=me).all()}",
        "return {'name': me.name, 'size': me.size, 'boats': db.query(Boat).filter_by(of=me).all()}",
        "return {each.state: each.count for each in db.query(Boat.state, n).all()}",
        "sql = 'SELECT * FROM b LIMIT 5'\n    db.execute(sql)\n    return db.fetchall()",
        "return db.lrange('boats', 0, 20)",
        "return client.fetch('https://boats.example')",
    ],
)
def test_what_is_cut_or_no_list_is_left_alone(body):
    assert not found(body)


@pytest.mark.parametrize(
    ("returned", "model", "is_found"),
    [
        ("Envelope(data=boats)", "Envelope", True),
        ("Envelope(data={'list': boats, 'total': 3})", "Envelope", True),
        ("Envelope(data=boats[0])", "Envelope", False),
        ("Named(id=1, extra=boats)", "Named", False),
    ],
)
def test_an_envelope_of_anything_holds_rows(returned, model, is_found):
    body = f"boats = db.query(Boat).all()\n    return {returned}"
    decorator = f"@app.get('/boats', response_model={model})"
    assert found(body, decorator=decorator) is is_found


@pytest.mark.parametrize(
    "body", ["rows = rows\n    return [x for x in rows]", "a = b; b = a\n    return await a"]
)
def test_names_of_each_other_end(body):
    assert not found(body)


@pytest.mark.parametrize(
    ("parameter", "body", "is_found"),
    [
        (
            "size: int = 5",
            "rows = db.query(Boat).limit(size).all()\n    return {'boats': rows}",
            True,
        ),
        (
            "top: int = 5",
            "return load(db, top)\ndef load(db, most):\n    return db.query(Boat).limit(most).all()",
            True,
        ),
        (
            "size: int = 5",
            "size = min(size, 50)\n    return db.query(Boat).limit(size).all()",
            False,
        ),
        ("size: int = 5", "return {'boat': db.draw(size)}", False),
    ],
)
def test_any_number_of_rows_is_a_limit(parameter, body, is_found):
    assert found(body, signature=f"(db, {parameter})") is is_found


@pytest.mark.parametrize(
    ("base", "is_found"), [("JSONResponse", True), ("Response", True), ("dict", False)]
)
def test_a_response_of_the_project_holds_its_data(base, is_found):
    body = "boats = db.query(Boat).all()\n    return Success(data=boats)\n"
    made = f"from fastapi.responses import JSONResponse, Response\nclass Success({base}): ...\n"
    assert found(body + made) is is_found
