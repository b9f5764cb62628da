"""What of the entries of a mapping that texts of exceptions are kept in a route answers with."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

SOURCE = """from fastapi import FastAPI
app = FastAPI()
JOBS = {}
def work(name: str):
    try:
        run(name)
    except Exception as e:
        JOBS[name] = {"state": "failed", "error": str(e)}
@app.get("/jobs")
def look(name: str):
    BODY
"""


@pytest.mark.parametrize(
    "body",
    [
        "return {k: v for k, v in JOBS.items()}",
        "return {k: v['error'] for k, v in JOBS.items()}",
        "return [{'id': k, **v} for k, v in JOBS.items() if v['state']]",
        "return [dict(id=k, **v) for k, v in list(JOBS.items())]",
        "return [{'why': job.get('error')} for job in sorted(JOBS.values(), key=str)]",
        "return [JOBS[k] for k in JOBS]",
        "return list(job['error'] for job in JOBS.values())",
        "kept = JOBS.values()\n    return [each for each in kept]",
        "found = [job['error'] for job in JOBS.values()]\n    return {'errors': found}",
        "error = JOBS[name]['error']\n    return {'why': error}",
    ],
)
def test_an_entry_with_the_text_is_told(body):
    assert lines(RULE, SOURCE.replace("BODY", body)) == [8]


@pytest.mark.parametrize(
    "body",
    [
        "return {k: v['state'] for k, v in JOBS.items()}",
        "return [job['state'] for job in JOBS.values()]",
        "return [{'id': k, 'state': v.get('state')} for k, v in sorted(JOBS.items())]",
        "return list(job['state'] for job in JOBS.values())",
        "return [k for k in JOBS]",
        "return list(JOBS)",
        "return {'names': sorted(JOBS)}",
        "return [k for k in sorted(JOBS)]",
        "return {k: JOBS[k]['state'] for k in list(JOBS)}",
        "return {'jobs': {name: 1 for name in JOBS if JOBS[name]['error']}}",
        "found = {k: v['state'] for k, v in JOBS.items()}\n    return {'jobs': found}",
        "state = JOBS[name]['state']\n    return {'state': state}",
    ],
)
def test_other_parts_of_it_are_not(body):
    assert lines(RULE, SOURCE.replace("BODY", body)) == []
