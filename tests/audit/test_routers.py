"""Applications and routers, wherever they are made."""

from __future__ import annotations

import pytest
from support.audited import facts

ITEMS = """\
from fastapi import APIRouter
def items():
    return APIRouter(prefix='/items')
router = items()
@router.get('/{item}')
def read(item: int) -> int:
    return item
"""


def test_what_a_mixin_adds_is_served_by_those_that_override_it():
    source = (
        "from abc import abstractmethod\nfrom fastapi import APIRouter, FastAPI\n"
        "class Logs:\n    def __init__(self):\n        self.router = APIRouter()\n"
        "        self.router.add_api_route('/login', self.login, methods=['POST'])\n"
        "        self.router.add_api_route('/logout', self.logout, methods=['POST'])\n"
        "    @abstractmethod\n    def login(self): raise NotImplementedError\n"
        "    def logout(self): return 1\n"
        "class Mail(Logs):\n    def login(self): return 1\n"
        "class Chat(Logs):\n    def login(self): return 2\n    def logout(self): return 2\n"
        "app = FastAPI()\nfor each in found():\n    app.include_router(each.router)\n"
    )
    served = {route.function.qualname for route in facts(source).routes}
    assert served == {"Mail.login", "Chat.login", "Logs.logout", "Chat.logout"}


@pytest.mark.parametrize(
    "source",
    [
        "app = FastAPI()\napp.include_router(router, prefix='/v1')\n",
        (
            "def make():\n    app = FastAPI()\n    return app\napp = make()\n"
            "app.include_router(router, prefix='/v1')\n"
        ),
        (
            "def make():\n    return FastAPI()\napp = make()\n"
            "app.include_router(router, prefix='/v1')\n"
        ),
        (
            "def bare():\n    return FastAPI()\ndef make():\n    return bare()\n"
            "def create():\n    app = make()\n    app.include_router(router, prefix='/v1')\n"
            "    return app\n"
        ),
    ],
)
def test_an_application_is_what_a_factory_returns(source):
    head = "from fastapi import FastAPI\nfrom app.items import router\n"
    found = facts({"app/main.py": head + source, "app/items.py": ITEMS})

    assert [router.is_app for router in found.served.routers.values()].count(True) == 1
    (route,) = found.served.routes
    assert route.path == "/v1/items/{item}"


@pytest.mark.parametrize(
    "source",
    [
        "def make():\n    return make()\n",
        "def make():\n    return other()\ndef other():\n    return make()\n",
        "def make():\n    app = make()\n    return app\n",
    ],
)
def test_factories_that_return_each_other_make_nothing(source):
    text = f"from fastapi import FastAPI\n{source}app = make()\n@app.get('/')\ndef read(): ...\n"

    assert not facts(text).served.routers


@pytest.mark.parametrize(
    ("joined", "path"),
    [
        ("app = FastAPI()\napp.host('api.example.org', router)\n", "/items/{item}"),
        (
            (
                "class Api(FastAPI): ...\ndef routes(app: Api):\n"
                "    for domain in ('a', 'b'):\n        app.host(f'{domain}.org', app=router)\n"
                "def make():\n    app = Api()\n    routes(app)\n    return app\napp = make()\n"
            ),
            "/items/{item}",
        ),
        (
            (
                "from starlette.routing import Mount\n"
                "app = FastAPI(routes=[Mount('/v2', app=router)])\n"
            ),
            "/v2/items/{item}",
        ),
        (
            (
                "from starlette.routing import Host\n"
                "app = FastAPI(routes=[Host('api.example.org', router)])\n"
            ),
            "/items/{item}",
        ),
    ],
)
def test_routers_are_served_by_hosts_and_lists_of_routes_too(joined, path):
    head = "from fastapi import FastAPI\nfrom app.items import router\n"
    found = facts({"app/main.py": head + joined, "app/items.py": ITEMS})

    assert [route.path for route in found.routes] == [path]


def test_what_a_router_of_an_own_class_adds_to_itself_is_served_where_that_is_included():
    source = (
        "from fastapi import APIRouter, Depends, FastAPI\n"
        "def user(token): ...\n"
        "class Rows(APIRouter):\n    def load(self):\n"
        "        @self.get('/{key}')\n        def read(key: int): ...\n"
        "class Orders(Rows): ...\n"
        "orders = Orders()\norders.load()\n"
        "plain = APIRouter()\n"
        "@plain.get('/plain')\ndef read(): ...\n"
        "app = FastAPI()\n"
        "app.include_router(orders, prefix='/orders', dependencies=[Depends(user)])\n"
        "app.include_router(plain)\n"
    )
    served = {
        route.path: [each.symbol for each in route.dependencies] for route in facts(source).routes
    }
    assert served == {"/orders/{key}": ["app.main.user"], "/plain": []}
