from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.facts.project.usage import application

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
ROUTE = "@app.get('/')\ndef read(): ...\n"
ROUTER = "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('/')\ndef read(): ...\n"
INCLUDES = f"from app.orders import router\n{APP}app.include_router(router)\n"


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"app/debug.py": APP, "app/main.py": APP + ROUTE}, "app/main.py"),
        (
            {"app/debug.py": APP, "app/main.py": INCLUDES, "app/orders.py": ROUTER},
            "app/main.py",
        ),
        ({"app/debug.py": APP, "app/main.py": APP}, "app/debug.py"),
        ({"app/debug.py": APP + ROUTE, "app/main.py": APP + ROUTE}, "app/debug.py"),
    ],
)
def test_the_application_is_the_first_that_has_routes(files: dict[str, str], path: str) -> None:
    found = application(facts(files))
    assert found is not None
    assert found.path == path
