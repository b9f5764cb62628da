from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.observability import judge
from fastscaffold.audit.verdicts import Verdict

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
LOGS = "import structlog\nstructlog.configure()\n"
TRACES = "from opentelemetry.sdk.trace import TracerProvider\nprovider = TracerProvider()\n"
LOCAL = (
    "import logging.config\ndef start():\n    given = {'version': 1}\n"
    "    logging.config.dictConfig(given)\nstart()\n"
)
MODEL = (
    "import logging.config\nfrom pydantic import BaseModel\n"
    "class Config(BaseModel):\n    version: int = 1\n"
    "logging.config.dictConfig(Config().model_dump())\n"
)
HIDDEN = "import logging.config\nlogging.config.dictConfig(load(path))\n"


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (LOGS + TRACES, Verdict.MET),
        ("import logfire\nlogfire.configure()\n", Verdict.MET),
        (LOGS, Verdict.PARTIAL),
        (TRACES, Verdict.PARTIAL),
        ("import sentry_sdk\nsentry_sdk.init(traces_sample_rate=1)\n", Verdict.PARTIAL),
        ("import sentry_sdk\nsentry_sdk.init('dsn')\n", Verdict.NOT_MET),
        ("import logging\nlogging.basicConfig()\n", Verdict.NOT_MET),
        ("", Verdict.NOT_MET),
        (HIDDEN, Verdict.UNKNOWN),
        (LOCAL, Verdict.NOT_MET),
        (MODEL, Verdict.NOT_MET),
        (MODEL.replace("Config().model_dump()", "dict(given())"), Verdict.UNKNOWN),
        ("from rotoger import get_logger\nlogger = get_logger()\n", Verdict.PARTIAL),
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
