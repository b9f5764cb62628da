"""What endpoints depend on."""

from __future__ import annotations

from support.audited import facts


def test_a_factory_of_dependencies_may_name_a_function_that_stands_elsewhere():
    project = facts(
        "from fastapi import Depends, FastAPI\napp = FastAPI()\n"
        "def strict(): ...\ndef lax(): ...\n"
        "def choose(required=True):\n    return strict if required else lax\n"
        "@app.get('/', dependencies=[Depends(choose())])\ndef read(): ...\n"
    )
    names = [each.name for each in project.routes[0].dependencies[0].functions]
    assert names == ["choose", "strict", "lax"]
