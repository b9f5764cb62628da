"""Bodies of requests in every style of declaring them."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.input_validation import judge

HEAD = """from dataclasses import dataclass
from typing import Annotated, Any, Dict, Generic, List, NamedTuple, Optional, TypedDict, TypeVar, Union
import json
from fastapi import APIRouter, Body, Depends, FastAPI, File, Form, Request, UploadFile
from pydantic import BaseModel, RootModel, Json, TypeAdapter
from sqlmodel import SQLModel
app = FastAPI()
class Item(BaseModel):
    name: str
"""

STYLES = {
    "a model": ("@app.post('/')\ndef add(item: Item): ...\n", "met"),
    "a mapping": ("@app.post('/')\ndef add(item: dict): ...\n", "not_met"),
    "a mapping by Body": ("@app.post('/')\ndef add(item: dict = Body(...)): ...\n", "not_met"),
    "a typed mapping by Body": (
        "@app.post('/')\ndef add(item: Annotated[dict[str, Any], Body()]): ...\n",
        "not_met",
    ),
    "Body without a type": ("@app.post('/')\ndef add(item=Body(...)): ...\n", "not_met"),
    "anything": ("@app.post('/')\ndef add(item: Any = Body(None)): ...\n", "not_met"),
    "a list of mappings": ("@app.post('/')\ndef add(items: list[dict]): ...\n", "not_met"),
    "an optional mapping": (
        "@app.post('/')\ndef add(item: Optional[Dict[str, Any]] = None): ...\n",
        "not_met",
    ),
    "a union with a mapping": ("@app.post('/')\ndef add(item: Item | dict): ...\n", "not_met"),
    "a list of models": ("@app.post('/')\ndef add(items: List[Item]): ...\n", "met"),
    "a mapping of models": ("@app.post('/')\ndef add(items: dict[str, Item]): ...\n", "met"),
    "a mapping of numbers": ("@app.post('/')\ndef add(items: dict[str, int]): ...\n", "met"),
    "a root model": (
        "class Items(RootModel[list[Item]]): ...\n@app.post('/')\ndef add(items: Items): ...\n",
        "met",
    ),
    "a root model of anything": (
        "class Items(RootModel[dict[str, Any]]): ...\n@app.post('/')\ndef add(items: Items): ...\n",
        "met",
    ),
    "a typed dictionary": (
        "class Row(TypedDict):\n    name: str\n@app.post('/')\ndef add(row: Row): ...\n",
        "met",
    ),
    "a dataclass": (
        "@dataclass\nclass Row:\n    name: str\n@app.post('/')\ndef add(row: Row): ...\n",
        "met",
    ),
    "a generic model": (
        (
            "T = TypeVar('T')\nclass Page(BaseModel, Generic[T]):\n    items: list[T]\n"
            "@app.post('/')\ndef add(page: Page[Item]): ...\n"
        ),
        "met",
    ),
    "a parsed request": (
        (
            "@app.post('/')\nasync def add(request: Request):\n    data = await request.json()\n"
            "    return data['name']\n"
        ),
        "not_met",
    ),
    "a parsed request that a model checks": (
        (
            "@app.post('/')\nasync def add(request: Request):\n    data = await request.json()\n"
            "    return Item(**data)\n"
        ),
        "partial",
    ),
    "a parsed request that an adapter checks": (
        (
            "adapter = TypeAdapter(Item)\n"
            "@app.post('/')\nasync def add(request: Request):\n"
            "    return adapter.validate_json(await request.body())\n"
        ),
        "met",
    ),
    "a parsed body": (
        (
            "@app.post('/')\nasync def add(request: Request):\n"
            "    data = json.loads(await request.body())\n    return data['name']\n"
        ),
        "not_met",
    ),
    "a form of the request": (
        (
            "@app.post('/')\nasync def add(request: Request):\n    form = await request.form()\n"
            "    return form['name']\n"
        ),
        "not_met",
    ),
    "a request that a helper parses": (
        (
            "async def payload(request: Request) -> dict:\n    return await request.json()\n"
            "@app.post('/')\nasync def add(request: Request):\n    data = await payload(request)\n"
            "    return data['name']\n"
        ),
        "not_met",
    ),
    "a request that a dependency parses": (
        (
            "async def payload(request: Request) -> dict:\n    return await request.json()\n"
            "@app.post('/')\nasync def add(data: dict = Depends(payload)):\n    return data['name']\n"
        ),
        "not_met",
    ),
    "a request that a dependency checks": (
        (
            "async def payload(request: Request) -> Item:\n"
            "    return Item.model_validate(await request.json())\n"
            "@app.post('/')\nasync def add(data: Item = Depends(payload)):\n    return data.name\n"
        ),
        "partial",
    ),
    "a dependency with a body": (
        (
            "def parse(item: dict = Body(...)):\n    return item\n"
            "@app.post('/')\nasync def add(data=Depends(parse)):\n    return data\n"
        ),
        "not_met",
    ),
    "a form": ("@app.post('/')\ndef add(name: str = Form(...)): ...\n", "met"),
    "a model of a form": ("@app.post('/')\ndef add(item: Annotated[Item, Form()]): ...\n", "met"),
    "a class that depends": (
        (
            "class Fields:\n    def __init__(self, name: str = Form(...)):\n        self.name = name\n"
            "@app.post('/')\ndef add(fields: Fields = Depends()): ...\n"
        ),
        "met",
    ),
    "a file": ("@app.post('/')\ndef add(file: UploadFile = File(...)): ...\n", "met"),
    "raw bytes": ("@app.post('/')\ndef add(data: bytes = Body(...)): ...\n", "met"),
    "a text": ("@app.post('/')\ndef add(name: str = Body(..., embed=True)): ...\n", "met"),
    "an alias of a mapping": (
        "Payload = dict[str, Any]\n@app.post('/')\ndef add(item: Payload): ...\n",
        "not_met",
    ),
    "an annotated alias": (
        "Payload = Annotated[dict, Body()]\n@app.post('/')\ndef add(item: Payload): ...\n",
        "not_met",
    ),
    "a webhook": (
        (
            "@app.post('/webhooks/stripe')\nasync def stripe_webhook(request: Request):\n"
            "    return verify(await request.body())\n"
        ),
        "not_applicable",
    ),
    "a model of the table": (
        "class Row(SQLModel, table=True):\n    name: str\n@app.post('/')\ndef add(row: Row): ...\n",
        "met",
    ),
    "queries only": ("@app.get('/')\ndef read(q: str = ''): ...\n", "not_applicable"),
    "a mapping of the query": (
        "@app.get('/')\ndef read(f: dict = Depends(dict)): ...\n",
        "not_applicable",
    ),
    "a route of a class": (
        (
            "class Api:\n    def __init__(self):\n        self.router = APIRouter()\n"
            "        self.router.add_api_route('/', self.add, methods=['POST'])\n"
            "    def add(self, item: dict): ...\n"
            "app.include_router(Api().router)\n"
        ),
        "not_met",
    ),
    "an embedded model": (
        "@app.post('/')\ndef add(item: Annotated[Item, Body(embed=True)]): ...\n",
        "met",
    ),
    "a JSON text": ("@app.post('/')\ndef add(item: Json = Form(...)): ...\n", "met"),
    "a hidden mapping": (
        "@app.post('/', include_in_schema=False)\ndef add(item: dict): ...\n",
        "not_met",
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_body(style):
    source, verdict = STYLES[style]
    assert judge(facts(HEAD + source)).verdict.value == verdict
