"""Where it is cited that logs are plain, if nothing configures them."""

from __future__ import annotations

from support.audited import facts

from fastscaffold.audit.rules.logs_structured import RULE

APP = "from fastapi import FastAPI\n{line}\nfrom app.routes import router\napp = FastAPI()\napp.include_router(router)\n"
ROUTES = """from fastapi import APIRouter
import logging
router = APIRouter()
log = logging.getLogger(__name__)
@router.get("/")
def read(): ...
"""


def _places(line: str, **others: str) -> list[tuple[str, int]]:
    files = {"app/main.py": APP.format(line=line), "app/routes.py": ROUTES}
    files |= {f"app/{name}.py": text for name, text in others.items()}
    return [(each.place.path, each.place.line) for each in RULE.check(facts(files))]


def test_the_application_is_looked_at_first():
    assert _places("from loguru import logger") == [("app/main.py", 2)]


def test_then_what_serves():
    early = "import logging\nlog = logging.getLogger()\n"
    assert _places("from app import a", a=early) == [("app/routes.py", 4)]


def test_what_is_configured_goes_before():
    configured = "import logging\n\n\nlogging.basicConfig()\n"
    assert _places("from app import a", a=configured) == [("app/a.py", 4)]


def test_nothing_but_the_application_is_cited_where_nothing_logs():
    files = {"app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"}
    assert [each.place.line for each in RULE.check(facts(files))] == [3]
