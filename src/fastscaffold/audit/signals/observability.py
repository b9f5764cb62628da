"""Observability: logs that machines can read, and traces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.logs.configuration import configuration, undecided
from fastscaffold.audit.facts.logs.logs import structured, tracing
from fastscaffold.audit.facts.project.usage import application
from fastscaffold.audit.verdicts import Judgement, met, not_met, partial, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts


def judge(facts: Facts) -> Judgement:
    """Met by logs of keys and values together with traces."""
    logs = structured(facts)
    traces = tracing(facts)
    if logs and traces:
        return met(logs[0], traces[0])
    hidden = undecided(facts)
    if not logs and hidden is not None:
        return unknown(hidden, *some(traces, 1))
    if logs or traces:
        return partial(*some([*logs, *traces], 2))
    place = configuration(facts) or application(facts)
    return not_met(*([place] if place else []))
