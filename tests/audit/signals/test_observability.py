from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.observability import judge
from fastscaffold.audit.verdicts import Verdict

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
LOGS = "import structlog\nstructlog.configure()\n"
TRACES = "from opentelemetry.sdk.trace import TracerProvider\nprovider = TracerProvider()\n"
AZURE = "from azure.monitor.opentelemetry import configure_azure_monitor as c\nc()\n"
LOCAL = (
    "import logging.config\ndef start():\n    given = {'version': 1}\n"
    "    logging.config.dictConfig(given)\nstart()\n"
)
MODEL = (
    "import logging.config\nfrom pydantic import BaseModel\n"
    "class Config(BaseModel):\n    version: int = 1\n"
    "logging.config.dictConfig(Config().model_dump())\n"
)
LOGURU = """import json, sys
from loguru import logger
def as_json(record):
    record["extra"]["line"] = json.dumps(record["message"])
    return "{extra[line]}"
def write(message):
    print(as_json(message.record))
"""
TWISTED = "from twisted.logger import Logger, jsonFileLogObserver\nlog = Logger()\n"
HIDDEN = "import logging.config\nlogging.config.dictConfig(load(path))\n"


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (LOGS + TRACES, Verdict.MET),
        ("import logfire\nlogfire.configure()\n", Verdict.MET),
        (LOGS, Verdict.PARTIAL),
        ("import logzero\nlogzero.json()\n", Verdict.PARTIAL),
        ("import logzero\nlog = logzero.setup_logger(json=True)\n", Verdict.PARTIAL),
        ("import logzero\nlog = logzero.setup_logger()\n", Verdict.NOT_MET),
        (LOGURU + "logger.add(write)\n", Verdict.PARTIAL),
        (LOGURU + "logger.add(sys.stderr, format=as_json)\n", Verdict.PARTIAL),
        (LOGURU + "logger.add(sys.stderr, format='{message}')\n", Verdict.NOT_MET),
        ("from aws_lambda_powertools import Tracer\ntracer = Tracer()\n", Verdict.PARTIAL),
        (TRACES, Verdict.PARTIAL),
        (AZURE, Verdict.MET),
        # What is exported as well is written as text where it runs.
        (f"{AZURE}import logging\nlogging.basicConfig()\n", Verdict.PARTIAL),
        (f"{AZURE}import logging\nform = logging.Formatter('%(message)s')\n", Verdict.PARTIAL),
        ("import sentry_sdk\nsentry_sdk.init(traces_sample_rate=1)\n", Verdict.PARTIAL),
        ("import sentry_sdk\nsentry_sdk.init('dsn')\n", Verdict.NOT_MET),
        ("import logging\nlogging.basicConfig()\n", Verdict.NOT_MET),
        ("", Verdict.NOT_MET),
        (HIDDEN, Verdict.UNKNOWN),
        (LOCAL, Verdict.NOT_MET),
        (MODEL, Verdict.NOT_MET),
        (MODEL.replace("Config().model_dump()", "dict(given())"), Verdict.UNKNOWN),
        ("from rotoger import get_logger\nlogger = get_logger()\n", Verdict.PARTIAL),
        (f"{TWISTED}log.info('{{a}}', a=1)\n", Verdict.NOT_MET),
        (f"{TWISTED}observer = jsonFileLogObserver(out)\n", Verdict.PARTIAL),
        ("import logbook\nlog = logbook.Logger('a')\nlog.info('{n}', n=1)\n", Verdict.NOT_MET),
        ("import kvlog\nlogger = kvlog.get_logger()\nlogger.info('a', id=1)\n", Verdict.PARTIAL),
        ("import kvlog\nlogger = kvlog.get_logger()\nlogger.info('a')\n", Verdict.NOT_MET),
        ("from loguru import logger\nlogger.info('{id}', id=1)\n", Verdict.NOT_MET),
        (
            "import logging\nlog = logging.getLogger()\nlog.error('a', exc_info=True)\n",
            Verdict.NOT_MET,
        ),
    ],
)
def test_it_judges(source, verdict):
    judgement = judge(facts(APP + source))
    assert judgement.verdict is verdict
    assert judgement.evidence


def test_a_formatter_that_a_configuration_names():
    source = (
        "import logging.config\n"
        "CONFIG = {'formatters': {'json': {'()': 'flow.logging.JsonLogFormatter'}}}\n"
        "logging.config.dictConfig(CONFIG)\n"
    )
    assert judge(facts(APP + TRACES + source)).verdict is Verdict.MET


CONFIGURED = """import logging.config, yaml
with open("logging.yaml") as held:
    logging.config.dictConfig(yaml.safe_load(held))
"""
PLAIN_FILE = "formatters:\n  plain:\n    format: '%(message)s'\n"
JSON_FILE = "formatters:\n  json:\n    (): pythonjsonlogger.json.JsonFormatter\n"
OWN_FILE = "[formatters]\nkeys=json\n[formatter_json]\nclass=shop.logs.JSONLogFormatter\n"


@pytest.mark.parametrize("name", ["logging.yaml", "logging.yaml.example", "log_config.yml.dist"])
@pytest.mark.parametrize(
    ("held", "verdict"),
    [
        (PLAIN_FILE, Verdict.NOT_MET),
        (JSON_FILE, Verdict.PARTIAL),
        (OWN_FILE, Verdict.PARTIAL),
    ],
)
def test_the_file_that_logging_is_configured_with_or_a_sample_of_it(name, held, verdict):
    assert judge(facts({"app/main.py": APP + CONFIGURED, name: held})).verdict is verdict
