"""What endpoints depend on."""

from __future__ import annotations

from support.audited import facts

from fastscaffold.audit.facts.routing.inclusions import everywhere


def test_a_factory_of_dependencies_may_name_a_function_that_stands_elsewhere():
    project = facts(
        "from fastapi import Depends, FastAPI\napp = FastAPI()\n"
        "def strict(): ...\ndef lax(): ...\n"
        "def choose(required=True):\n    return strict if required else lax\n"
        "@app.get('/', dependencies=[Depends(choose())])\ndef read(): ...\n"
    )
    names = [each.name for each in project.routes[0].dependencies[0].functions]
    assert names == ["choose", "strict", "lax"]


def test_a_view_that_is_a_class_depends_on_what_its_attributes_do():
    project = facts(
        "from typing import Annotated\nfrom fastapi import APIRouter, Depends, FastAPI\n"
        "from fastapi_utils.cbv import cbv\n"
        "def user(): ...\ndef session(): ...\ndef clock(): ...\n"
        "router = APIRouter()\n"
        "@cbv(router)\nclass Orders:\n    who: str = Depends(user)\n"
        "    db: Annotated[object, Depends(session)]\n"
        "    def __init__(self, now: int = Depends(clock)): ...\n"
        "    @router.get('/')\n    def read(self): ...\n"
        "app = FastAPI()\napp.include_router(router)\napp.include_router(router, prefix='/v2')\n"
    )
    ways = everywhere(project, project.routes[0])
    named = {way.path: [each.symbol for each in way.dependencies] for way in ways}
    asked = ["app.main.user", "app.main.session", "app.main.clock"]
    assert named == {"/": asked, "/v2/": asked}
