from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.task_before_commit import RULE


@pytest.mark.parametrize(
    "source",
    [
        "def f(db):\n  send.delay(1)\n  db.commit()",
        "async def f(db, pool):\n  await pool.enqueue_job('send', 1)\n  await db.commit()",
        "def f(self):\n  send.apply_async((1,))\n  self.session.commit()",
    ],
)
def test_it_finds(source):
    assert lines(RULE, source) == [2]


@pytest.mark.parametrize(
    "source",
    [
        "def f(db):\n  db.commit()\n  send.delay(1)",
        "def f(db):\n  db.commit()\n  send.delay(1)\n  db.commit()",
        "def f(db):\n  send.delay(1)",
        "def f(db):\n  socket.send(1)\n  db.commit()",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, source) == []


def test_it_finds_tasks_of_a_session_that_commits_after_the_response():
    source = """from fastapi import BackgroundTasks, Depends, FastAPI
app = FastAPI()
def get_db():
    yield db
    db.commit()
@app.post("/")
def create(tasks: BackgroundTasks, db=Depends(get_db)):
    tasks.add_task(send)
"""
    assert lines(RULE, source) == [8]
    assert lines(RULE, source.replace("(get_db))", "(get_db, scope='function'))")) == []
