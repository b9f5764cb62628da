from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.audit import audit
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
    assert lines(RULE, f"{source}    tasks.add_task(tell)\n") == [8, 9]


def test_each_is_found_up_to_the_first_commit():
    source = "def f(db):\n  a.delay(1)\n  b.delay(1)\n  db.commit()\n  c.delay(1)\n  db.commit()"
    assert lines(RULE, source) == [2, 3]


def test_one_that_is_accepted_hides_no_other(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "main.py").write_text(
        "def f(db):\n"
        "  a.delay(1)  # fastscaffold: ignore[BG002] it reads nothing\n"
        "  b.delay(1)\n"
        "  db.commit()\n"
    )
    assert [each.line for each in audit(tmp_path).findings if each.rule == RULE.id] == [3]
