"""Logging that is configured in a module that nothing loads, or only if a switch is set."""

from __future__ import annotations

import pytest
from support.audited import facts, findings

from fastscaffold.audit.facts.logs.logs import structured
from fastscaffold.audit.rules.logs_structured import RULE

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
JSON = """class Lines(logging.Formatter):
    def format(self, record):
        return json.dumps(record)
"""
CHOSEN = f"""import json, logging, os
def read(name, default=None):
    value = os.getenv(name)
    if value is None:
        return default
    return value
as_json = SWITCH
if as_json:
{"".join(f"    {line}" for line in JSON.splitlines(keepends=True))}
    formatter = Lines()
else:
    formatter = logging.Formatter("%(message)s")
"""


@pytest.mark.parametrize(
    ("switch", "found"),
    [
        ("read('JSON_LOGS', 'false').lower() == 'true'", False),
        ("os.getenv('JSON_LOGS', 'false').lower() in ('true', '1')", False),
        ("False", False),
        ("read('JSON_LOGS', 'true').lower() == 'true'", True),
        ("os.getenv('ENVIRONMENT') == 'production'", True),
        ("unknown()", True),
    ],
)
def test_a_formatter_that_a_switch_leaves_out(switch, found):
    read = facts({"app/main.py": APP + CHOSEN.replace("SWITCH", switch)})
    assert bool(structured(read)) is found


@pytest.mark.parametrize(
    "source",
    [
        "import structlog\nif settings.json_logs:\n    structlog.configure()\n",
        "from loguru import logger\nif settings.json_logs:\n    logger.add(f, serialize=True)\n",
        (
            "from pythonjsonlogger.json import JsonFormatter\n"
            "formatter = JsonFormatter() if False else None\nif settings.json_logs:\n"
            "    formatter = JsonFormatter()\n"
        ).replace("JsonFormatter() if False else None", "None"),
    ],
)
@pytest.mark.parametrize("default", [True, False])
def test_what_a_setting_switches(source, default):
    settings = (
        "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n"
        f"    json_logs: bool = {default}\nsettings = Settings()\n"
    )
    assert bool(structured(facts({"app/main.py": APP + settings + source}))) is default


CONFIGURED = "import structlog\nstructlog.configure(processors=[])\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, False),
        ({"app/main.py": f"import app.core.logs\n{APP}"}, True),
        ({"app/main.py": f"from app.core import logs\n{APP}"}, True),
        ({"app/main.py": f"def start():\n    from .core import logs\n{APP}"}, True),
        ({"app/worker.py": "from app.core.logs import *\n"}, True),
        # A loader, or a configuration, names it.
        ({"app/load.py": "import_module('app.core.logs')\n"}, True),
        ({"Procfile": "web: python -m app.core.logs\n"}, True),
        # It starts the application.
        ({"app/core/logs.py": f"from app.main import app\n{CONFIGURED}"}, True),
    ],
)
def test_a_module_that_nothing_loads(files, found):
    read = facts({"app/main.py": APP, "app/core/logs.py": CONFIGURED, **files})
    assert bool(structured(read)) is found


PLAIN = "import logging\nlogging.basicConfig(format='%(message)s')\n"


@pytest.mark.parametrize(
    ("files", "place"),
    [
        (
            {
                "app/main.py": f"from app import logs\n{APP}",
                "app/logs.py": PLAIN,
                "analytics/worker.py": f"import analytics.logs\n{APP}".replace("app =", "x ="),
                "analytics/logs.py": PLAIN,
            },
            ("analytics/logs.py", 2),
        ),
        (
            {
                "app/main.py": f"from app import logs\n{APP}",
                "app/logs.py": PLAIN,
                "analytics/worker.py": "import analytics.logs\n",
                "analytics/logs.py": PLAIN,
            },
            ("app/logs.py", 2),
        ),
        (
            {"main.py": APP, "logger_config.yaml": "version: 1\nformatters:\n  plain: {}\n"},
            ("logger_config.yaml", 2),
        ),
        ({"main.py": APP}, ("main.py", 2)),
        (
            {
                "main.py": f"import a.routes\n{PLAIN}{APP}",
                "a/routes.py": f"import fastapi\n{PLAIN}router = fastapi.APIRouter()\n",
            },
            ("main.py", 3),
        ),
    ],
)
def test_it_names_where_the_application_configures_its_logs(files, place):
    (finding,) = findings(RULE, files)
    assert (finding.path, finding.line) == place


LOGFIRE = f"import logfire, logging\nlogfire.configure()\n{APP}"
STANDARD = "import logging\nlogger = logging.getLogger(__name__)\nlogger.info('started')\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"app/main.py": LOGFIRE}, True),
        ({"app/main.py": LOGFIRE, "app/a.py": STANDARD}, False),
        (
            {"app/main.py": LOGFIRE, "app/a.py": "from loguru import logger\nlogger.info(1)\n"},
            False,
        ),
        (
            {"app/main.py": f"{LOGFIRE}h = logfire.LogfireLoggingHandler()\n", "a.py": STANDARD},
            True,
        ),
        (
            {
                "app/main.py": f"{LOGFIRE}from loguru import logger\n"
                "logger.configure(handlers=[logfire.loguru_handler()])\n"
            },
            True,
        ),
        (
            {
                "app/main.py": LOGFIRE,
                "app/a.py": STANDARD,
                "app/b.py": "import logfire\nlogfire.info('sent')\n",
            },
            True,
        ),
    ],
)
def test_logfire_is_sent_what_a_handler_hands_it(files, found):
    assert bool(structured(facts(files))) is found


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, False),
        ({"app/setup.py": "from app.logs import Lines\n"}, False),
        ({"app/setup.py": "from app.logs import Lines\nhandler.setFormatter(Lines())\n"}, True),
        ({"app/setup.py": "from app.logs import Lines\nformatters = {'()': Lines}\n"}, True),
        ({"app/setup.py": "formatters = {'()': 'app.logs.Lines'}\n"}, True),
        ({"logging.yaml": "formatters:\n  json:\n    (): app.logs.Lines\n"}, True),
    ],
)
def test_a_formatter_that_nothing_uses_writes_nothing(files, found):
    logs = f"import json, logging\n{JSON}"
    read = facts({"app/main.py": f"{APP}import app.setup\n", "app/logs.py": logs, **files})
    assert bool(structured(read)) is found
