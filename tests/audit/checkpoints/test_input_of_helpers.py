"""Bodies that helpers take apart, that factories are told the model of, and those of classes."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.input_validation import judge

HELPER = """from fastapi import Depends, FastAPI, Request
import json, logging
app = FastAPI()
async def helper(request: Request):
    {body}
@app.post("/x")
async def create({given}):
    {run}
"""
DEPENDED = ("data=Depends(helper)", "return data")
CALLED = ("request: Request", "return await helper(request)")


@pytest.mark.parametrize(
    ("body", "how", "verdict"),
    [
        ("return json.loads(await request.body())", DEPENDED, "not_met"),
        ("raw = await request.body(); return json.loads(raw)", CALLED, "not_met"),
        # One that logs, or verifies, gives nothing of it.
        ("logging.info(json.loads(await request.body()))", DEPENDED, "not_applicable"),
        ("return check(await request.body())", DEPENDED, "not_applicable"),
    ],
)
def test_a_helper_that_parses_bytes(body, how, verdict):
    source = HELPER.format(body=body, given=how[0], run=how[1])
    assert judge(facts(source)).verdict.value == verdict


FACTORY = """from fastapi import APIRouter, FastAPI
from pydantic import BaseModel
class Item(BaseModel):
    name: str
def crud({takes}):
    router = APIRouter()
    @router.post("/")
    def create(item: {name}): ...
    return router
app = FastAPI()
app.include_router(crud({given}))
"""
OBJECT = """from fastapi import APIRouter, FastAPI
from pydantic import BaseModel
class Item(BaseModel):
    name: str
class Crud:
    def __init__(self, create_schema):
        self.create_schema = create_schema
        self.router = APIRouter()
        self.router.add_api_route("/", self._create(), methods=["POST"])
    def _create(self):
        async def create(item: self.create_schema): ...
        return create
app = FastAPI()
app.include_router(Crud(Item).router)
"""
VIEW = """from fastapi import FastAPI
from starlette.endpoints import HTTPEndpoint
app = FastAPI()
class Things(HTTPEndpoint):
    async def post(self, request):
        return (await request.json())["name"]
app.add_route("/things", Things)
"""


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (FACTORY.format(takes="schema: type[BaseModel]", name="schema", given="Item"), "met"),
        (FACTORY.format(takes="create_schema", name="create_schema", given="Item"), "met"),
        (FACTORY.format(takes="kind: type[int]", name="kind", given="int"), "not_applicable"),
        (FACTORY.format(takes="id_type", name="id_type", given="int"), "not_applicable"),
        (OBJECT, "met"),
        (VIEW, "not_met"),
        (VIEW.replace("HTTPEndpoint):", "Other):"), "unknown"),
    ],
)
def test_bodies_of_factories_and_classes(source, verdict):
    assert judge(facts(source)).verdict.value == verdict


FORM = """from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel
app = FastAPI()
class Login:
    def __init__(self, request: Request):
        self.request = request
    async def load(self):
        self.name = (await self.request.{read}()).get("name")
@app.post("/x")
async def x({given}): {run}
class Item(BaseModel):
    name: str
@app.post("/items")
async def create(item: Item): ...
"""


@pytest.mark.parametrize(
    ("read", "given", "run", "verdict"),
    [
        ("form", "request: Request", "await Login(request).load()", "not_met"),
        ("json", "form: Login = Depends()", "await form.load()", "not_met"),
        # Nothing of it is parsed.
        ("body", "form: Login = Depends()", "await form.load()", "met"),
    ],
)
def test_objects_that_are_handed_a_request(read, given, run, verdict):
    source = FORM.format(read=read, given=given, run=run)
    assert judge(facts(source)).verdict.value == verdict


OTHERS = """from fastapi import FastAPI, Request
from pydantic import BaseModel
from starlette_wtf import StarletteForm
app = FastAPI()
class Contact(StarletteForm): ...
class Item(BaseModel):
    name: str
@app.post("/items")
async def create(item: Item): ...
{more}
"""


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        (
            (
                '@app.post("/contact")\nasync def contact(request: Request):\n'
                "    return (await Contact.from_formdata(request)).data\n"
            ),
            "partial",
        ),
        (
            (
                "@app.exception_handler(ValueError)\nasync def refuse(request: Request, error):\n"
                "    print(await request.json())\n"
            ),
            "met",
        ),
        ("async def lost(request: Request):\n    return await request.json()\n", "unknown"),
    ],
)
def test_requests_that_are_read_beside_models(more, verdict):
    assert judge(facts(OTHERS.format(more=more))).verdict.value == verdict


def test_a_model_that_a_library_makes_of_a_table():
    source = """from fastapi import FastAPI
from app.models import User
from tortoise.contrib.pydantic import pydantic_model_creator
app = FastAPI()
New = pydantic_model_creator(User, name="New")
@app.post("/users")
async def create(user: New): ...
"""
    assert judge(facts(source)).verdict.value == "met"


TOKENS = """from fastapi import Depends, FastAPI
app = FastAPI()
def payload_of_token(token: str) -> dict: ...
async def user_of(payload: dict): ...
def plain(payload: dict): ...
def of_kind(kind: str):
    async def checked(payload: dict = Depends(payload_of_token)):
        return await user_of(payload)
    return {returned}
@app.get("/me")
def me(user=Depends(of_kind("access"))): ...
"""


@pytest.mark.parametrize(
    ("returned", "verdict"),
    [("checked", "not_applicable"), ("plain", "not_met")],
)
def test_what_a_dependency_that_a_factory_makes_calls_itself(returned, verdict):
    assert judge(facts(TOKENS.format(returned=returned))).verdict.value == verdict


HANDED = """import json
from fastapi import FastAPI, Request
from pydantic import BaseModel
app = FastAPI()
class Event(BaseModel):
    kind: str
class Other(BaseModel):
    kind: str
@app.post("/events")
async def add(event: Event): ...
def parse(text):
    return [json.loads(each) for each in text.splitlines()]
def parse_bytes(raw):
    text = raw.decode("utf-8").strip()
    if not text:
        return []
    return json.loads(text)
class Service:
    async def take(self, raw):
        records = parse(raw)
        return [Event.model_validate(each) for each in records]
    async def take_bytes(self, raw):
        records = parse_bytes(raw)
        return [Event.model_validate(each) for each in records]
    async def hand_on(self, raw, user=None):
        data = json.loads(raw.decode())
        return await self.make(data)
    async def make(self, data):
        for each in data:
            Event(**each)
    async def keep(self, raw):
        return Other.model_validate(self.found)
    async def look(self, event):
        return Event(kind=event["kind"])
service = Service()
@app.post("/things")
async def take(request: Request):
    {body}
"""


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("raw = await request.body()\n    await service.take(raw)", "met"),
        ("await service.take(await request.body())", "met"),
        ("await service.take_bytes(await request.body())", "met"),
        ("await service.hand_on(raw=await request.body())", "met"),
        ("data = await request.json()\n    await service.make(data)", "partial"),
        ("data = await request.json()\n    await service.look(data)", "partial"),
        # A model of something else, a part of the body, or what is found by it.
        ("data = json.loads(await request.body())\n    await service.keep(data)", "not_met"),
        ("data = await request.json()\n    await service.make(data['id'])", "not_met"),
        ("data = await request.json()\n    await service.make(find(data))", "not_met"),
        ("data = await request.json()\n    await service.hand_on(b'', data)", "not_met"),
        ("data = await request.json()\n    await store.make(data)", "not_met"),
    ],
)
def test_bodies_that_are_handed_to_what_validates_them(body, verdict):
    assert judge(facts(HANDED.format(body=body))).verdict.value == verdict


ANSWERED = """import json
from fastapi import FastAPI, Request
from pydantic import BaseModel
from app.store import Order, session, users
app = FastAPI()
class Item(BaseModel):
    name: str
class Out(BaseModel):
    id: str
@app.post("/items")
async def add(item: Item): ...
def find(data):
    row = users.find_one(data)
    return row
def save(data: dict) -> Out:
    {save}
@app.post("/things")
async def create(request: Request):
    return save(await request.json())
"""


@pytest.mark.parametrize(
    ("save", "verdict"),
    [
        ("result = users.insert_one(data); return Out(id=str(result.inserted_id))", "not_met"),
        ("return Out(id=users.insert_one(data))", "not_met"),
        ("return Out(id=str(users.insert_one(data).inserted_id))", "not_met"),
        ("row = Order(**data); session.add(row); return Out.model_validate(row)", "not_met"),
        ("return [Out.model_validate(each) for each in users.insert_many(data)]", "not_met"),
        ("return Out.model_validate(find(data))", "not_met"),
        ("item = Item.model_validate(data); return Out(id=users.insert_one(item))", "partial"),
        ("return users.insert_one(Item(name=data.get('name')).model_dump())", "partial"),
        ("return users.insert_many([Item(**each) for each in data])", "partial"),
    ],
)
def test_a_model_of_the_answer_validates_no_body(save, verdict):
    assert judge(facts(ANSWERED.format(save=save))).verdict.value == verdict
