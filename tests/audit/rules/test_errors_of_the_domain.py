from __future__ import annotations

from support.audited import lines

from fastscaffold.audit.rules.errors_of_the_domain import RULE

MAIN = """from fastapi import Depends, FastAPI, HTTPException
from app.services import find
from app.users import current
app = FastAPI()
@app.get("/")
def read(user=Depends(current)) -> int:
    raise HTTPException(404)
"""
RAISING = "from fastapi import HTTPException as E\ndef {name}():\n    raise E(404)\n"
OURS = "class Ours(Exception): ...\n"


def files(service: str, user: str = "") -> dict[str, str]:
    return {"app/main.py": MAIN, "app/services.py": service, "app/users.py": user}


def test_it_finds_services():
    assert lines(RULE, files(RAISING.format(name="find"))) == [3]


def test_dependencies_and_routes_may_raise_them():
    assert lines(RULE, files("def find(): ...", RAISING.format(name="current"))) == []


def test_middleware_may_raise_them():
    limit = "from fastapi import HTTPException as E\nclass Limit:\n    async def __call__(self, scope):\n"
    inner = "        async def counted():\n            raise E(413)\n"
    assert lines(RULE, files(limit + inner)) == []


def test_it_finds_projects_without_own_errors():
    more = "".join(f"def a{number}():\n    raise HTTPException(404)\n" for number in range(3))
    project = files("def find(): ...", "def current(): ...")
    project["app/main.py"] += more
    assert lines(RULE, project) == [7]
    project["app/services.py"] += "\n" + OURS
    assert lines(RULE, project) == []
