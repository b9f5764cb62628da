"""Routes that no schema shows: pages are left alone, and data are judged like any other."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules import bodies_described_by_models, lists_paginated

TOP = """import json
from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse
from fastapi.concurrency import run_in_threadpool
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.openapi.utils import get_openapi
from fastapi.templating import Jinja2Templates
templates = Jinja2Templates('pages')
def shown(boats):
    return [boat['name'] for boat in boats]
def named(boat) -> dict:
    return boat.told()
def page(name):
    return templates.TemplateResponse(name)
PORTS = [{'name': 'Kiel'}]
SCHEMA = load()
hidden = APIRouter(include_in_schema=False)
app = FastAPI()
app.include_router(hidden)
"""
GET = "@hidden.get('/boats')\ndef read(request: Request, db):\n    "
POST = "@hidden.post('/boats')\ndef add(db):\n    "


@pytest.mark.parametrize(
    "route",
    [
        f"{GET}return [boat.name for boat in db.boats]\n",
        f"{GET}found = []\n    for boat in db.boats:\n        found.append(boat)\n    return found\n",
        f"{GET}found = {{each: 1 for each in db}}\n    return found\n",
        f"{GET}return json.loads(db.text)\n",
        f"{GET}return db.cursor.fetchall()\n",
        f"{GET}return shown(db.boats)\n",
        f"{GET}return named(db.boat)\n",
        f"{GET}return JSONResponse({{'boats': db.boats}})\n",
        f"{GET}return JSONResponse(PORTS)\n",
        f"{GET}def ask():\n        return [1]\n    return run_in_threadpool(ask)\n",
        f"{GET}found = run_in_threadpool(shown, db.boats)\n    return found\n",
        f"{POST}db.add(1)\n",
        f"{POST}try:\n        db.add(1)\n    except OSError as e:\n        return e\n",
        f"{POST}if db.lost:\n        return HTTPException(401)\n    return {{'a': 1}}\n",
        f"{POST}return 'The boat is kept'\n",
        "@hidden.get('/boats')\ndef fail() -> dict[str, int]:\n    raise RuntimeError\n",
        "@hidden.put('/boats', deprecated=True)\ndef keep(db):\n    return db.boats.keep()\n",
    ],
)
def test_what_evidently_answers_with_json_has_a_body_to_describe(route):
    found = lines(bodies_described_by_models.RULE, TOP + route)

    assert len(found) == 1


@pytest.mark.parametrize(
    "route",
    [
        f"{GET}return page('a.html')\n",
        "@hidden.get('/boats')\ndef fail():\n    raise RuntimeError\n",
        "@hidden.put('/boats')\ndef keep(db):\n    return db.boats.keep()\n",
        f"{GET}boats = [1]\n    return templates.TemplateResponse('a.html', {{'boats': boats}})\n",
        f"{GET}answer = RedirectResponse('/')\n    return answer\n",
        f"{GET}return FileResponse('icon.svg')\n",
        f"{GET}return '<p>Nothing</p>'\n",
        f"{GET}return get_swagger_ui_html(openapi_url='/o', title='T')\n",
        f"{GET}schema = get_openapi(title='T', routes=app.routes)\n    return schema\n",
        f"{GET}return JSONResponse(app.openapi())\n",
        f"{GET}return JSONResponse(SCHEMA)\n",
        f"{GET}return run_in_threadpool(page, 'a.html')\n",
        f"{GET}db.add(1)\n",
        f"{GET}if db:\n        return RedirectResponse('/')\n    return {{'boat': 1}}\n",
        f"{POST}raise ValueError\n",
        "@hidden.get('/')\n@templates.page('a.html')\ndef read():\n    return {'boat': 1}\n",
        (
            f"{GET.replace('boats', 'b', 1).replace(')', ', response_class=HTMLResponse)', 1)}"
            "return 'text'\n"
        ),
    ],
)
def test_pages_documents_and_files_are_left_alone(route):
    assert lines(bodies_described_by_models.RULE, TOP + route) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("return [boat['name'] for boat in db.boats.find()]", 1),
        ("return shown(db.boats.find({'sold': False}))", 1),
        ("return shown(db.boats.find().limit(20))", 0),
        ("return templates.TemplateResponse('a.html', {'boats': db.query(Boat).all()})", 0),
    ],
)
def test_lists_of_data_without_a_limit_are_found(body, found):
    assert len(lines(lists_paginated.RULE, f"{TOP}{GET}{body}\n")) == found
