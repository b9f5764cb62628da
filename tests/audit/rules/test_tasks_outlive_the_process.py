from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.tasks_outlive_the_process import RULE

TASK = """from fastapi import BackgroundTasks as Later, FastAPI
app = FastAPI()
@app.post("/")
def send(tasks: Later):
    tasks.add_task(print)
"""


def test_it_finds():
    assert lines(RULE, TASK) == [5]


@pytest.mark.parametrize("source", ["import arq\n" + TASK, "from fastapi import BackgroundTasks\n"])
def test_it_leaves_alone(source):
    assert lines(RULE, source) == []
