from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.bodies_described_by_models import RULE

TOP = """import hmac; from typing import Any, Annotated
from fastapi import Body, FastAPI, Request, Response, status
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, StreamingResponse
from pydantic import BaseModel
app = FastAPI()
class Item(BaseModel):
    name: str
Loose = dict[str, Any]
"""
HELPER = "def ok(data) -> Response:\n    return JSONResponse({'data': data})\n"


@pytest.mark.parametrize(
    "route",
    [
        "@app.get('/')\ndef a(): ...\n",
        "@app.get('/')\ndef a() -> dict: ...\n",
        "@app.get('/')\ndef a() -> Any: ...\n",
        "@app.get('/')\ndef a() -> Loose: ...\n",
        "@app.get('/')\ndef a() -> list[dict[str, int]] | None: ...\n",
        "@app.get('/')\ndef a() -> any: ...\n",
        "@app.get('/', response_model=dict)\ndef a(): ...\n",
        "@app.get('/')\ndef a():\n    return JSONResponse({})\n",
        "@app.get('/')\ndef a():\n    return ok(1)\n" + HELPER,
        "@app.post('/')\ndef a():\n    return Response(status_code=201)\n",
        "@app.post('/')\ndef a():\n    return Response(None)\n",
        "@app.post('/')\ndef a(item: dict) -> Item: ...\n",
        "@app.post('/')\ndef a(item: Annotated[Any, Body()]) -> Item: ...\n",
        "@app.post('/')\ndef a(items: list[dict]) -> Item: ...\n",
        "@app.get('/')\ndef a() -> dict[str, str]: ...\n",
        "@app.get('/')\ndef a() -> dict[str, list[dict]]: ...\n",
    ],
)
def test_it_finds(route):
    assert lines(RULE, TOP + route) == [10]


@pytest.mark.parametrize(
    "route",
    [
        "@app.get('/')\ndef a() -> Item: ...\n",
        "@app.get('/')\ndef a() -> 'list[Item]': ...\n",
        "@app.get('/', response_model=Item)\ndef a(): ...\n",
        "@app.get('/')\ndef a() -> dict[str, Item]: ...\n",
        "@app.put('/')\ndef a(items: dict[str, list[Item]]) -> Item: ...\n",
        "@app.get('/', response_model=Item | None)\ndef a() -> Any: ...\n",
        "@app.get('/')\ndef a() -> Response: ...\n",
        "@app.post('/')\ndef a():\n    return Response(status_code=status.HTTP_204_NO_CONTENT)\n",
        "@app.post('/')\ndef a():\n    return Response(text, media_type='text/csv')\n",
        "@app.post('/')\ndef a():\n    return Response(status_code=302, headers={})\n",
        "@app.get('/', response_class=HTMLResponse)\ndef a(): ...\n",
        "@app.get('/')\ndef a():\n    return FileResponse('a')\n",
        "@app.get('/')\ndef a():\n    answer = StreamingResponse(b())\n    return answer\n",
        "@app.get('/')\ndef a():\n    return templates.TemplateResponse('a.html')\n",
        "@app.delete('/', status_code=204)\ndef a(): ...\n",
        "@app.delete('/', status_code=status.HTTP_204_NO_CONTENT)\ndef a(): ...\n",
        "@app.get('/', include_in_schema=False)\ndef a(): ...\n",
        "@app.post('/')\ndef a(item: Item) -> Item: ...\n",
        "@app.post('/')\ndef a(name: Annotated[str, Body()]) -> Item: ...\n",
        "@app.websocket('/')\ndef a(socket): ...\n",
    ],
)
def test_it_leaves_alone(route):
    assert lines(RULE, TOP + route) == []


def test_a_body_that_is_read_by_hand_is_found_unless_it_is_signed():
    route = "@app.post('/')\nasync def a(request: Request) -> Item:\n"
    read = "    return await request.json()\n"
    assert lines(RULE, TOP + route + read) == [11]
    assert lines(RULE, TOP + route + "    hmac.compare_digest(b, c)\n" + read) == []
    hook = route.replace("a(", "webhook(")
    assert lines(RULE, TOP + hook + read) == [11]
    assert lines(RULE, TOP + hook + "    Webhook.construct_event(b, c)\n" + read) == []


def test_routes_of_classes_and_of_other_modules_are_seen():
    files = {
        "app/models.py": "from typing import Any\nAnything = Any\n",
        "app/items.py": "from fastapi import APIRouter as R\nfrom app.models import Anything\n"
        "router = R()\nclass View:\n    @router.get('/')\n    def a(self) -> Anything: ...\n",
        "app/main.py": "from fastapi import FastAPI\nfrom app.items import router\n"
        "def create():\n    app = FastAPI()\n    app.include_router(router)\n    return app\n",
    }
    assert lines(RULE, files) == [6]


def test_a_route_that_is_registered_once_more_lacks_its_response_there():
    files = {
        "app/items.py": "from fastapi import APIRouter\nfrom pydantic import BaseModel\n"
        "router = APIRouter()\nclass Item(BaseModel):\n    name: str\n"
        "@router.get('/', response_model=list[Item])\ndef every(): ...\n",
        "app/alias.py": "from fastapi import APIRouter\nfrom app.items import every\n"
        "router = APIRouter()\nrouter.get('/all')(every)\n",
        "app/main.py": "from fastapi import FastAPI\nfrom app import alias, items\napp = FastAPI()\n"
        "app.include_router(alias.router)\napp.include_router(items.router)\n",
    }
    found = [(each.path, each.line) for each in findings(RULE, files)]
    assert found == [("app/alias.py", 4)]
