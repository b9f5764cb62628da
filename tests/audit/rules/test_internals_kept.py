"""Texts of exceptions that wait in a mapping of a module until a route answers with it."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

SOURCE = """from fastapi import BackgroundTasks, FastAPI
app = FastAPI()
jobs = {}
others: dict[str, dict] = dict()
async def work(name: str):
    def inner():
        try:
            run(name)
        except Exception as error:
            KEPT
    inner()
@app.post("/jobs/{name}")
def start(name: str, tasks: BackgroundTasks) -> str:
    tasks.add_task(work, name)
    return name
@app.get("/jobs/{name}")
def look(name: str):
    job = jobs[name]
    return ANSWER
"""
WHOLE = "jobs[name]['error'] = str(error)"


@pytest.mark.parametrize(
    ("kept", "answer", "found"),
    [
        (WHOLE, "job", [10]),
        (WHOLE, "jobs.get(name)", [10]),
        (WHOLE, "{'name': name, **job}", [10]),
        (WHOLE, "{'name': name, 'why': job['error']}", [10]),
        (WHOLE, "[each for each in jobs.values()]", [10]),
        (
            "jobs[name] = {'state': 'failed', 'error': f'{error}'}",
            "{'why': job.get('error')}",
            [10],
        ),
        ("jobs[name].update({'error': str(error)})", "job", [10]),
        ("jobs[name].update(error=str(error))", "job", [10]),
        # What nobody is told.
        (WHOLE, "{'name': name, 'state': job['state']}", []),
        (WHOLE, "{'jobs': len(jobs)}", []),
        ("jobs[name] = {'state': 'failed', 'error': f'{error}'}", "{'s': job['state']}", []),
        ("others[name] = str(error)", "job", []),
        ("jobs[name]['error'] = 'It failed.'", "job", []),
    ],
)
def test_a_text_that_is_kept(kept, answer, found):
    source = SOURCE.replace("KEPT", kept).replace("ANSWER", answer)
    assert lines(RULE, source) == found
