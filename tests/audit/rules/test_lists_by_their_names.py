"""Lists whose routes, and what these ask, say by their names that they are lists."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """import json
from datetime import date
from typing import Any
import vendor
from vendor.schemas import LampsModel, AllLampsModel, LampModel, SettingsModel
from fastapi import Depends, FastAPI, Query, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel
app = FastAPI()
client = vendor.Client()
class Lamp(BaseModel):
    name: str
class Meta(BaseModel):
    found: int
class Lamps(BaseModel):
    meta: Meta
    lamps: list[Lamp]
class Shop(BaseModel):
    owner: Lamp
    lamps: list[Lamp]
class ByRole(BaseModel):
    seen: list[Lamp]
    owned: list[Lamp]
class Wanted(BaseModel):
    size: int = 20
class Service:
    def lamps(self, **given): return client.gathered(given)
    async def get_lamps(self, shop=None): return client.gathered(shop)
    def page(self, wanted): return client.gathered(wanted)
    def count_lamps(self): return client.counted()
    def get_lamps_as_text(self) -> str: return client.text()
    def get_lamp_kinds(self): return ["a", "b"]
service = Service()
"""
LINES = len(TOP.splitlines()) + 2


@pytest.mark.parametrize(("thing", "is_found"), [("lamps", True), ("earnings", False)])
def test_what_ends_like_several_things_may_be_one(thing, is_found):
    route = f"@app.get('/{thing}')\nasync def get_{thing}():\n    return client.get_{thing}()\n"
    assert bool(found(route)) is is_found


def found(route: str) -> list[int]:
    return lines(RULE, TOP + route)


@pytest.mark.parametrize(
    "route",
    [
        "@app.get('/lamps')\nasync def get_lamps():\n    return client.get_lamps()\n",
        "@app.get('/lamps')\nasync def read():\n    return await service.get_lamps()\n",
        (
            "@app.get('/shops/{shop}/lamps')\nasync def get_lamps_of_shop(shop: str):\n"
            "    lamps = await service.get_lamps(shop)\n    return {'success': True, 'data': lamps}\n"
        ),
        "@app.get('/lamps/all')\ndef read():\n    return client.all_lamps()\n",
        (
            "@app.get('/')\ndef list_lamps():\n    found = client.list_lamps()\n"
            "    return JSONResponse([each.text for each in found])\n"
        ),
        (
            "@app.get('/lamps')\ndef get_lamps() -> Response:\n    lamps = client.get_all_lamps()\n"
            "    told = {}\n    told['lamps'] = lamps\n"
            "    return Response(json.dumps(told), media_type='application/json')\n"
        ),
        (
            "@app.get('/lamps')\ndef get_lamps():\n    found = []\n"
            "    for each in client.find_lamps('lit'):\n        found.append({'a': each.name})\n"
            "    return {'lamps': found}\n"
        ),
        (
            "@app.get('/lamps/page')\ndef page(wanted: Wanted = Depends()):\n"
            "    return service.page(wanted)\n"
        ),
        "@app.get('/lamps')\ndef get_lamps() -> Lamps:\n    return client.gathered()\n",
        "@app.get('/mine', response_model=ByRole)\ndef list_my_lamps():\n    return client.mine()\n",
        "@app.get('/get/all', response_model=AllLampsModel)\ndef a():\n    return client.mine()\n",
        "@app.get('/lit', response_model=LampsModel)\ndef get_lit_lamps():\n    return client.lit()\n",
        "@app.post('/lamps')\ndef get_lamps(wanted: Lamp) -> list[Lamp]:\n    return client.lit()\n",
        (
            "@app.get('/lamps')\ndef read():\n    frame = client.table()\n"
            "    return {'lamps': frame.fillna(0).to_dict('records')}\n"
        ),
    ],
)
def test_a_list_by_two_names_has_no_limit(route):
    assert found(route) == [LINES]


@pytest.mark.parametrize(
    "route",
    [
        # What is asked for is called something else.
        "@app.get('/lamps')\ndef get_lamps():\n    return client.counted()\n",
        "@app.get('/lamps')\ndef get_lamps():\n    return service.count_lamps()\n",
        "@app.get('/lamps')\ndef get_lamps():\n    return {'count': len(client.get_lamps())}\n",
        "@app.get('/lamps')\ndef get_lamps():\n    return client.get_lamps()[0]\n",
        "@app.get('/lamps')\ndef get_lamps():\n    return client.get_lamps(limit=20)\n",
        "@app.get('/lamps')\ndef get_lamps():\n    return service.get_lamps_as_text()\n",
        "@app.get('/lamp-kinds')\ndef get_lamp_kinds():\n    return service.get_lamp_kinds()\n",
        (
            "@app.get('/lamps')\ndef get_lamps():\n    lamps = client.get_lamps()\n"
            "    if lamps['error']:\n        return None\n    return lamps\n"
        ),
        # Routes of one thing, of sums, of settings, of some days, or that do something.
        "@app.get('/lamps/{name}')\ndef get_lamp(name: str):\n    return client.get_lamps(name)\n",
        "@app.get('/lamps/stats')\ndef stats():\n    return client.get_lamps()\n",
        "@app.get('/settings')\ndef get_settings():\n    return client.get_settings()\n",
        "@app.get('/options')\ndef get_all_settings():\n    return client.get_all_settings()\n",
        "@app.get('/lamps')\ndef _():\n    return client.counted()\n",
        "@app.get('/lamps')\ndef get_lamps(days: int):\n    return client.get_lamps(days)\n",
        "@app.get('/lamps')\ndef prune_lamps():\n    return client.prune_lamps()\n",
        "@app.get('/lamps')\ndef get_lamps() -> dict[str, int]:\n    return client.get_lamps()\n",
        # Pages that are shown.
        "@app.get('/lamps')\ndef get_lamps():\n    return HTMLResponse(client.get_lamps())\n",
        "@app.get('/sign-up')\ndef get_sign_up_page():\n    return client.get_sign_up_page()\n",
        (
            "@app.get('/lamps')\ndef get_lamps():\n"
            "    return Response(client.get_lamps(), media_type='image/png')\n"
        ),
        # Models of one thing.
        "@app.get('/lamps')\ndef get_lamps() -> Shop:\n    return client.gathered()\n",
        "@app.get('/lit/{a}', response_model=LampModel)\ndef get_lit(a: int):\n    return a\n",
        "@app.get('/all', response_model=SettingsModel)\ndef a():\n    return client.mine()\n",
        "@app.get('/lamps/{day}')\ndef get_lamps(day: date) -> Lamps: ...\n",
        "@app.get('/lamps/{week}')\ndef get_lamps(week: str) -> Lamps: ...\n",
        "@app.get('/lighting-methods')\ndef get_methods() -> Lamps: ...\n",
        "@app.get('/lamps')\ndef get_lamps(lamps_per_page: int = Query(20, le=50)) -> Lamps: ...\n",
        # A body that names each, or with which something is done.
        "@app.post('/add-lamp')\ndef get_lamps(wanted: Lamp) -> list[Lamp]: ...\n",
        "@app.post('/lamps/by-ids')\ndef get_lamps(ids: list[int]) -> list[Lamp]: ...\n",
        "@app.post('/lamps/fetch')\ndef fetch_lamps(wanted: Lamp) -> list[Lamp]: ...\n",
        "@app.post('/lamps')\ndef find_lamps_near(wanted: Lamp) -> list[Lamp]: ...\n",
        "@app.post('/lamps')\ndef add_lamps(wanted: Lamp) -> list[Lamp]: ...\n",
        (
            "@app.get('/lamps')\ndef read():\n    frame = client.table().head(5)\n"
            "    return frame.to_dict('records')\n"
        ),
    ],
)
def test_one_thing_or_what_is_cut_is_left_alone(route):
    assert found(route) == []


def test_a_limit_with_a_bound_is_one():
    route = "@app.get('/lamps')\ndef get_lamps(limit: int = Query(20, le=100)):\n"
    source = f"{TOP}{route}    return client.get_lamps(limit=limit)\n"
    assert lines(RULE, source) == []


@pytest.mark.parametrize(
    "made",
    ["ShownLamps = {}(Lamp)", "class ShownLamps({}(Lamp, name='L')): ..."],
)
def test_a_model_that_tortoise_makes_of_a_query_is_a_list(made):
    top = (
        "from fastapi import FastAPI\n"
        "from tortoise.contrib.pydantic import pydantic_model_creator, pydantic_queryset_creator\n"
        "from app.models import Lamp\napp = FastAPI()\n"
        "Shown = pydantic_model_creator(Lamp)\n"
    )
    top += made.format("pydantic_queryset_creator") + "\n"
    every = "@app.get('/', response_model=ShownLamps)\nasync def a(): ...\n"
    one = "@app.get('/1', response_model=Shown)\nasync def b(): ...\n"
    assert lines(RULE, top + every + one) == [8]


GATHERED = """@app.get('/{path}')
def get_{path}():
    found = []
    for each in {asked}:
        found.append(describe(each))
    {after}
"""
SORTED = "places = sorted(range(len(found)))[::-1]\n    return [found[i] for i in places]"


@pytest.mark.parametrize(
    ("path", "asked", "after", "is_found"),
    [
        ("lamps", "client.get_lamps()", "return found", True),
        ("lamps", "client.get_jobs()", "return found", True),
        ("lamps", "client.get_lamps()", "return found[::-1]", True),
        ("lamps", "client.get_lamps()", SORTED, True),
        ("lamps", "client.get_jobs(limit=10)", "return found", False),
        ("lamps", "list(client.get_jobs())", "return found", True),
        ("lamps", "list(KINDS)", "return found", False),
        ("lamp", "client.get_jobs()", "return found", False),
        ("lamps", "client.get_lamps()", "return found[:10]", False),
        ("lamps", "[]", "found += client.get_lamps()\n    return found", True),
    ],
)
def test_what_a_loop_gathers_of_what_is_asked_for(path, asked, after, is_found):
    assert bool(found(GATHERED.format(path=path, asked=asked, after=after))) is is_found
