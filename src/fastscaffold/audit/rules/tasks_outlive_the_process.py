"""Work that is lost with the process that promised it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import at_call
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_QUEUES = (
    *("arq", "celery", "dramatiq", "faststream", "huey", "pgqueuer", "procrastinate", "rq"),
    *("saq", "streaq", "taskiq", "temporalio", "aiokafka", "aio_pika", "google.cloud.tasks_v2"),
)
_TASKS = (
    *("fastapi.BackgroundTasks.add_task", "starlette.background.BackgroundTasks.add_task"),
    "fastapi.background.BackgroundTasks.add_task",
)


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project: at the first task that is left to the process."""
    calls = sorted(map(at_call, facts.calls(*_TASKS)))
    if calls and next(facts.imports(*_QUEUES, role=None), None) is None:
        yield Hit(calls[0], "This task is lost if the process stops, and tried only once.")


RULE = Rule(
    id="BG001",
    name="tasks-outlive-the-process",
    severity=Severity.P2,
    topic="operations",
    seed="Background task queue",
    what="`BackgroundTasks.add_task` in a project without a queue such as Celery, arq, taskiq,"
    " dramatiq or rq. Projects that leave nothing for later need none.",
    why="What runs after the response lives in the memory of one process: a new version, a crash or"
    " an error of the mail server, and it never happens.",
    bad={
        "app/main.py": """from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


@app.post("/orders")
async def order(tasks: BackgroundTasks) -> None:
    tasks.add_task(print, "ordered")
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI

from app.worker import ordered

app = FastAPI()


@app.post("/orders")
async def order() -> None:
    ordered.delay()
""",
        "app/worker.py": """from celery import Celery

celery = Celery("shop")


@celery.task
def ordered() -> None:
    pass
""",
    },
    fix="Put what must happen into a queue whose worker tries again.",
    check=check,
)
