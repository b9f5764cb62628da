"""Where it is cited that logs are plain, if nothing configures them."""

from __future__ import annotations

import pytest
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


def test_an_application_that_is_run_by_hand_goes_before_other_programs():
    files = {
        "app/main.py": "import logging\nfrom fastapi import FastAPI\nlogging.basicConfig()\n"
        "app = FastAPI()\nif __name__ == '__main__':\n    start(app)\n",
        "aside/main.py": "import logging\n\n\n\nlogging.basicConfig()\n",
    }
    assert [each.place.path for each in RULE.check(facts(files))] == ["app/main.py"]


@pytest.mark.parametrize(
    "source",
    [
        "def start(log, kind):\n    log.addHandler(kind())\nstart(1, 2)\n",
        "from rich.logging import RichHandler\nhandler = RichHandler()\n",
        "from shared.logs import make\n\ndef init_logging():\n    make()\ninit_logging()\n",
        "def setupLogging():\n    make()\nsetupLogging()\n",
    ],
)
def test_helpers_of_the_project_configure_as_well(source):
    assert {path for path, _ in _places("import app.logs", logs=source)} == {"app/logs.py"}


@pytest.mark.parametrize(
    "source",
    ["def init_login():\n    make()\ninit_login()\n", "def init_logging():\n    make()\n"],
)
def test_other_helpers_do_not(source):
    assert {path for path, _ in _places("import app.logs", logs=source)} == {"app/routes.py"}


@pytest.mark.parametrize(
    "source",
    [
        "import logging\n\n\ndef connect():\n    logging.info('connecting')\n",
        "import cdislogging\n\n\n\nlog = cdislogging.get_logger(__name__)\n",
        "from vendor_logs import Logger\n\n\n\nlog = Logger.get_logger(__file__)\n",
    ],
)
def test_a_logger_may_be_taken_as_it_comes(source):
    app = "from fastapi import FastAPI\nfrom app import a\napp = FastAPI()\na.connect()\n"
    files = {"app/main.py": app, "app/a.py": source}
    found = [(each.place.path, each.place.line) for each in RULE.check(facts(files))]
    assert found == [("app/a.py", 5)]


def test_what_configures_all_of_it_goes_over_what_a_module_does_for_itself():
    basic = "import logging\nlogging.basicConfig()\n"
    whole = "import logging.config\n\nlogging.config.dictConfig({'version': 1})\n"
    assert _places("from app import a, b", a=basic, b=whole) == [("app/b.py", 3)]


def test_what_runs_the_server_configures_its_logs_as_well():
    begin = (
        "import logging\nfrom app.main import app\ndef f():\n    logging.basicConfig()\n"
        "    uvicorn.run('app.main:app')\nif __name__ == '__main__':\n    f()\n"
    )
    worker = "import logging\n\ndef f():\n    logging.basicConfig()\n"
    begin = f"import uvicorn\n{begin}"
    assert _places("from app import worker", worker=f"{worker}f()\n", run=begin) == [
        ("app/run.py", 5)
    ]
