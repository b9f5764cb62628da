"""Endpoints that are registered by calls, by own decorators and by what a loop finds."""

from __future__ import annotations

import pytest
from support.audited import facts

HEAD = "from functools import partial\nfrom fastapi import APIRouter, Depends, FastAPI\n"
FUNCTIONS = "def one(): ...\ndef two(): ...\n"
END = "app = FastAPI()\napp.include_router(router, prefix='/v1')\n"


def served(source: str, **files: str) -> set[tuple[str, str, str]]:
    """The method, the path and the function of each route."""
    named = {f"app/{name}.py": text for name, text in files.items()}
    found = facts({"app/main.py": source, **named})
    assert not found.served.is_incomplete
    return {
        (method, route.path, route.function.qualname)
        for route in found.routes
        for method in route.methods
    }


@pytest.mark.parametrize(
    "source",
    [
        "router.add_api_route('/1', one)\nrouter.add_api_route('/2', two, methods=['POST'])\n",
        (
            "for path, f, m in [('/1', one, ['GET']), ('/2', two, ['POST'])]:\n"
            "    router.add_api_route(path, f, methods=m)\n"
        ),
        (
            "ROUTES = [{'path': '/1', 'endpoint': one}, "
            "{'path': '/2', 'endpoint': two, 'methods': ['POST']}]\n"
            "for route in ROUTES:\n    router.add_api_route(**route)\n"
        ),
        (
            "ROUTES = {'/1': (one, 'GET'), '/2': (two, 'POST')}\n"
            "for path, (f, method) in ROUTES.items():\n"
            "    router.add_api_route(path, f, methods=[method])\n"
        ),
        (
            "from typing import NamedTuple\nclass Spec(NamedTuple):\n    path: str\n    f: object\n"
            "    method: str = 'GET'\n"
            "for spec in (Spec('/1', one, 'GET'), Spec('/2', two, method='POST')):\n"
            "    router.add_api_route(spec.path, endpoint=spec.f, methods=[spec.method])\n"
        ),
        (
            "def add(path, f, **options):\n    router.add_api_route(path, f, **options)\n"
            "add('/1', one)\nadd('/2', f=two, methods=['POST'])\n"
        ),
        "router.get('/1')(one)\nrouter.post('/2')(two)\n",
        (
            "for verb, path, f in [('GET', '/1', one), ('POST', '/2', two)]:\n"
            "    getattr(router, verb.lower())(path)(f)\n"
            "    getattr(router, verb)(path)(f)\n"
        ).replace("    getattr(router, verb.lower())(path)(f)\n", ""),
    ],
)
def test_calls_register_functions(source):
    assert served(f"{HEAD}{FUNCTIONS}router = APIRouter()\n{source}{END}") == {
        ("GET", "/v1/1", "one"),
        ("POST", "/v1/2", "two"),
    }


MAKERS = """def listing(model, limit=10):
    def read(): ...
    return read
def one(model):
    def get(): ...
    return get
class Sender:
    def __init__(self, queue): ...
    def __call__(self): ...
for name, model in models().items():
"""


@pytest.mark.parametrize(
    ("made", "endpoint"),
    [
        ("one(model)", "one.get"),
        ("listing(model, 5)", "listing.read"),
        ("listing(model, limit=5)", "listing.read"),
        ("Sender(model)", "Sender.__call__"),
    ],
)
def test_factories_make_what_they_are_told(made, endpoint):
    source = f"{MAKERS}    router.add_api_route('/' + name, {made}, methods=['POST'])\n"
    found = facts({"app/main.py": f"{HEAD}router = APIRouter()\n{source}{END}"})
    assert [each.function.qualname for each in found.routes] == [endpoint]


@pytest.mark.parametrize("made", ["load(model)", "sent(model)"])
def test_what_gives_something_else_is_lost(made):
    source = "from elsewhere import load\ndef sent(model):\n    return load(model)\n"
    source += f"for model in models():\n    router.add_api_route('/', {made})\n"
    found = facts({"app/main.py": f"{HEAD}router = APIRouter()\n{source}{END}"})
    assert not found.routes
    assert found.served.is_incomplete


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        ("model.creation", "body"),
        ("told.create", "body"),
        ("told.identifier", "query"),
        ("kinds.identifier", "query"),
    ],
)
def test_factories_may_be_told_several_models(annotation, kind):
    source = f"""def maker(model, told):
    def create(item: {annotation}): ...
    return create
router.add_api_route('/items', maker(one, two), methods=['POST'])
"""
    found = facts({"app/main.py": f"{HEAD}router = APIRouter()\n{source}{END}"})
    assert [each.kind for each in found.routes[0].parameters] == [kind]


@pytest.mark.parametrize(
    ("made", "name"),
    [
        ("get = router.get\n", "get"),
        ("get = partial(router.get, tags=['a'])\n", "get"),
        ("get = partial(router.get, include_in_schema=False)\n", "get"),
        ("def public(path, **kwargs):\n    return router.get(path, **kwargs)\n", "public"),
        (
            "def public(*args, **kwargs):\n    return router.get(*args, **kwargs)\n",
            "public",
        ),
        (
            (
                "def public(path):\n    def decorate(f):\n        router.get(path)(f)\n"
                "        return f\n    return decorate\n"
            ),
            "public",
        ),
        (
            (
                "def public(path):\n    def decorate(f):\n        def run(): return f()\n"
                "        router.add_api_route(path, run)\n        return f\n    return decorate\n"
            ),
            "public",
        ),
        (
            (
                "def inner(path, **more):\n    return router.get(path, **more)\n"
                "def public(path):\n    return inner(path, tags=['a'])\n"
            ),
            "public",
        ),
        (
            (
                "class Api:\n    def public(self, path):\n        return router.get(path)\n"
                "api = Api()\n"
            ),
            "api.public",
        ),
    ],
)
def test_own_decorators_stand_for_those_of_a_router(made, name):
    source = f"{HEAD}router = APIRouter()\n{made}@{name}('/1')\ndef one(): ...\n{END}"

    assert served(source) == {("GET", "/v1/1", "one")}


def test_options_of_an_own_decorator_are_those_of_the_route():
    source = (
        f"{HEAD}from pydantic import BaseModel\nclass Out(BaseModel): ...\nrouter = APIRouter()\n"
        "def check(): ...\n"
        "def public(path, *, model, **kwargs):\n"
        "    return router.post(path, response_model=model, **kwargs)\n"
        "@public('/1', model=Out, dependencies=[Depends(check)], status_code=201)\n"
        f"def one(): ...\n{END}"
    )

    (route,) = facts(source).routes
    assert [each.symbol for each in route.dependencies] == ["app.main.check"]
    model, status = route.call.argument("response_model"), route.call.argument("status_code")
    found = facts(source)
    assert found.index.symbol(model, route.call.scope) == "app.main.Out"
    assert found.values.fold(status, route.call.scope) == 201


@pytest.mark.parametrize(
    ("made", "call"),
    [
        (
            (
                "def guarded(method, path, **kw):\n    def decorate(f):\n"
                "        held = checked(f)\n        return method(path, **kw)(held)\n"
                "    return decorate\n"
            ),
            "guarded(router.post, '/1', status_code=201)",
        ),
        (
            ("def guarded(method, path, **kw):\n    return method(path, **kw)\n"),
            "guarded(router.post, '/1')",
        ),
        (
            (
                "def guarded(add, path):\n    def decorate(f):\n        add(path)(f)\n"
                "        return f\n    return decorate\n"
            ),
            "guarded(path='/1', add=router.post)",
        ),
        (
            (
                "def guarded(verb, path):\n    def decorate(f):\n"
                "        return getattr(router, verb.lower())(path)(f)\n    return decorate\n"
            ),
            "guarded('POST', '/1')",
        ),
        (
            ("def guarded(verb, path):\n    return getattr(router, verb)(path)\n"),
            "guarded('post', '/1')",
        ),
    ],
)
def test_own_decorators_may_be_given_the_method_of_a_router(made, call):
    source = f"{HEAD}router = APIRouter()\ndef checked(f): return f\n{made}"

    assert served(f"{source}@{call}\ndef one(): ...\n{END}") == {("POST", "/v1/1", "one")}


def test_what_a_decorator_given_a_method_depends_on_is_what_the_route_does():
    source = (
        f"{HEAD}router = APIRouter()\ndef check(): ...\n"
        "def guarded(method, path):\n    def decorate(f):\n"
        "        return method(path, dependencies=[Depends(check)])(f)\n    return decorate\n"
        f"@guarded(router.get, '/1')\ndef one(): ...\n{END}"
    )

    (route,) = facts(source).routes
    assert [each.symbol for each in route.dependencies] == ["app.main.check"]


def test_a_decorator_that_is_given_something_else_to_call_serves_nothing():
    source = (
        f"{HEAD}router = APIRouter()\ndef kept(path): return lambda f: f\n"
        "def guarded(check, path):\n    def decorate(f):\n        return check(path)(f)\n"
        f"    return decorate\n@guarded(kept, '/1')\ndef one(): ...\n{END}"
    )

    assert not facts(source).routes


@pytest.mark.parametrize(
    "source",
    [
        (
            "def served(f):\n    router.add_api_route('/1', f)\n    return f\n"
            "@served\ndef one(): ...\n"
        ),
        "first = router.get('/1')\n@first\ndef one(): ...\n",
    ],
)
def test_decorators_may_stand_without_a_call(source):
    assert served(f"{HEAD}router = APIRouter()\n{source}{END}") == {("GET", "/v1/1", "one")}


@pytest.mark.parametrize(
    "decorator",
    [
        "def get(path):\n    def wrap(f): return f\n    return wrap\n",
        "from elsewhere import get\n",
        "import cache\nget = partial(cache.get, 1)\n",
    ],
)
def test_other_decorators_of_that_name_serve_nothing(decorator):
    source = f"{HEAD}{decorator}@get('/1')\ndef one(): ...\napp = FastAPI()\n"

    assert not facts(source).routes


BASE = (
    "class Endpoint:\n    name: str\n    path: str | None = None\n"
    "    methods: list[str] = ['POST']\n"
)
PARTS = (
    "from app.base import Endpoint\n"
    "class Login(Endpoint):\n    name = 'login'\n"
    "    async def handle(self, body: int) -> int: return 1\n"
    "class List(Endpoint):\n    name = 'list'\n    path = '/all'\n    methods = ['GET']\n"
    "    async def handle(self) -> int: return 1\n"
    "class Timer:\n    def handle(self): ...\n"
)
ADD = "    app.add_api_route(each.path or f'/api/{each.name}', each.handle, methods=each.methods)\n"
FOUND = {("POST", "/api/login", "Login.handle"), ("GET", "/all", "List.handle")}


@pytest.mark.parametrize(
    "source",
    [
        # By what a function says that it returns.
        f"def find() -> list[Endpoint]: return load()\nfor each in find():\n{ADD}",
        f"def find() -> list[Endpoint]: return load()\nfor each in find() + more():\n{ADD}",
        (
            "def find():\n    found = []\n    for each in scan('app'): found.append(each())\n"
            f"    return found\nfor each in find():\n{ADD}"
        ),
        # By a base class that is named there.
        f"for each in Endpoint.__subclasses__():\n{ADD.replace('each.handle', 'each().handle')}",
        f"for each in classes_of(load('app.parts'), Endpoint):\n{ADD}",
        "def add(each: Endpoint):\n" + ADD + "for each in load(): add(each)\n",
        # By the attributes alone.
        f"for each in load():\n{ADD}",
        (
            "for cls in load():\n    each = cls()\n    route = each.path or f'/api/{each.name}'\n"
            "    app.add_api_route(route, each.handle, methods=each.methods)\n"
        ),
        # One by one.
        f"from app.parts import List, Login\nfor each in (Login(), List()):\n{ADD}",
    ],
)
def test_methods_of_classes_that_are_found_at_run_time_are_routes(source):
    main = (
        "from fastapi import FastAPI\nfrom app.base import Endpoint\n"
        f"from elsewhere import classes_of, load, more, scan\napp = FastAPI()\n{source}"
    )

    assert served(main, base=BASE, parts=PARTS) == FOUND


def test_what_is_wholly_unknown_is_lost_and_not_guessed():
    main = (
        "from fastapi import FastAPI\nfrom elsewhere import load\napp = FastAPI()\n"
        "for each in load():\n    app.add_api_route('/x', each.handle)\n"
    )
    found = facts({"app/main.py": main, "app/base.py": BASE, "app/parts.py": PARTS})

    assert not found.routes
    assert found.served.is_incomplete


def test_a_helper_that_nothing_calls_loses_nothing():
    main = (
        "from fastapi import FastAPI\napp = FastAPI()\n"
        "def add(path, f):\n    app.add_api_route(path, f)\n"
    )

    assert not facts(main).served.is_incomplete


@pytest.mark.parametrize(
    "source",
    [
        (
            "from fastapi_utils.cbv import cbv\nrouter = APIRouter()\n@cbv(router)\nclass Items:\n"
            "    @router.get('/items')\n    def get(self): ...\n"
        ),
        (
            "from fastapi_restful import Api, Resource\nclass Items(Resource):\n"
            "    def get(self): ...\nrouter = APIRouter()\n"
            "app = FastAPI()\nApi(app).add_resource(Items(), '/v1/items')\n"
        ),
        (
            "from fastapi_class import View\nrouter = APIRouter()\n"
            "@View(router, path='/items')\nclass Items:\n    async def get(self): ...\n"
        ),
        (
            "from classy_fastapi import Routable, get\nrouter = APIRouter()\n"
            "class Items(Routable):\n    @get('/v1/items')\n    def read(self): ...\n"
            "app = FastAPI()\napp.include_router(Items().router)\n"
        ),
        (
            "from fastapi.routing import APIRoute\nrouter = APIRouter()\n"
            "class Items:\n    def get(self): ...\n"
            "app = FastAPI(routes=[APIRoute('/v1/items', Items().get)])\n"
        ),
    ],
)
def test_methods_of_views_are_routes(source):
    found = facts(f"{HEAD}{source}{END}")

    (route,) = found.routes
    assert route.path == "/v1/items"
    assert route.function.owner.name == "Items"


def test_views_of_other_frameworks_are_none():
    source = (
        "from flask_restful import Api, Resource\nfrom flask import Flask\n"
        "class Items(Resource):\n    def get(self): ...\n"
        "Api(Flask('x')).add_resource(Items, '/items')\n"
    )

    assert not facts(source).routes


def test_a_default_by_a_key_is_what_is_depended_on():
    source = (
        f"{HEAD}from pydantic import BaseModel\nclass User(BaseModel): ...\n"
        "def me(): ...\nasked = {{'get': Depends(me)}}\nCURRENT = Depends(me)\napp = FastAPI()\n"
        "@app.post('/x')\n"
        "def one(body: User, other: User = asked['get'], user: User = CURRENT): ...\n"
    ).replace("{{", "{").replace("}}", "}")  # fmt: skip

    (route,) = facts(source).routes
    assert [each.kind for each in route.parameters] == ["body", "depends", "depends"]


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [("list[UploadFile]", "file"), ("UploadFile", "file"), ("list[dict]", "body")],
)
def test_files_may_come_in_a_list(annotation, kind):
    source = (
        "from fastapi import FastAPI, UploadFile\napp = FastAPI()\n"
        f"@app.post('/x')\ndef one(given: {annotation}): ...\n"
    )

    (route,) = facts(source).routes
    assert [each.kind for each in route.parameters] == [kind]


@pytest.mark.parametrize(
    "made",
    [
        "make(Model)",
        "make(Model, name='a')",
        "make(Model, other)",
        "Maker(Model).endpoint(1, 2)",
        "Called(Model)",
    ],
)
def test_what_a_function_that_is_told_a_model_gives_back(made):
    source = (
        f"{HEAD}class Model: ...\n"
        "def make(model, other=None, name=''):\n"
        "    def run(id: int):\n        return model(id)\n"
        "    return run\n"
        "class Maker:\n    def __init__(self, model): ...\n"
        "    def endpoint(self, one, two):\n"
        "        def run(id: int): ...\n        return run\n"
        "class Called:\n    def __init__(self, model): ...\n    def __call__(self): ...\n"
        f"router = APIRouter()\nrouter.add_api_route('/1', {made})\n{END}"
    )
    name = {"Maker": "Maker.endpoint.run", "Called": "Called.__call__"}
    wanted = name.get(made.partition("(")[0], "make.run")
    assert served(source) == {("GET", "/v1/1", wanted)}
