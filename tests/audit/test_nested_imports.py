"""Imports in functions: they are theirs, and the module's where nothing else has the name."""

from __future__ import annotations

from support.audited import facts

ROUTER = """\
from fastapi import APIRouter
router = APIRouter(prefix='/users')
@router.get('/')
def read(): ...
"""


def test_what_a_module_imports_is_not_what_a_function_imports_by_the_same_name():
    main = (
        "from fastapi import FastAPI\napp = FastAPI()\n"
        "@app.on_event('startup')\ndef prepare():\n    from app.models import users\n"
        "    users.create()\n"
        "from app.routers import users\napp.include_router(users.router, prefix='/v1')\n"
    )
    found = facts(
        {
            "app/main.py": main,
            "app/routers/users.py": ROUTER,
            "app/models/users.py": "def create(): ...\n",
        }
    )

    assert [route.path for route in found.routes] == ["/v1/users/"]
    assert "app.models.users.create" in found.calls_by_origin


def test_what_a_function_alone_imports_is_known_in_the_module_and_in_functions_in_it():
    main = (
        "from fastapi import FastAPI\ndef make():\n    from app.users import router\n"
        "    app = FastAPI()\n    def join():\n        app.include_router(router, prefix='/v1')\n"
        "    join()\n    return app\napp = make()\n"
    )
    found = facts({"app/main.py": main, "app/users.py": ROUTER})

    assert [route.path for route in found.routes] == ["/v1/users/"]


def test_what_a_package_imports_stands_before_its_module_of_that_name():
    main = "import tool\ndef run():\n    tool.db.execute('a')\n    tool.other.work()\n"
    found = facts(
        {
            "app.py": main,
            "tool/__init__.py": "from tool.db import db\nfrom tool import other\n",
            "tool/db.py": "class Db:\n    def execute(self, query): ...\ndb = Db()\n",
            "tool/other.py": "def work(): ...\n",
        }
    )

    assert {"tool.db.Db.execute", "tool.other.work"} <= found.calls_by_origin.keys()
