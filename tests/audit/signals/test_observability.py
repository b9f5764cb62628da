from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.observability import judge
from fastscaffold.audit.verdicts import Verdict

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
LOGS = "import structlog\nstructlog.configure()\n"
TRACES = "from opentelemetry.sdk.trace import TracerProvider\nprovider = TracerProvider()\n"
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
    ],
)
def test_it_judges(source, verdict):
    judgement = judge(facts(APP + source))
    assert judgement.verdict is verdict
    assert judgement.evidence
