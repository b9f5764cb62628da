"""The command of every day that `docs/tasks.md` of a project shows."""

from __future__ import annotations

import re

import pytest
from support import projects
from support.projects import Tools

pytestmark = [pytest.mark.slow, pytest.mark.wide]

TEST = '''"""Reminders."""

from fastapi import FastAPI

from app.remind import enqueue
from app.reminders import REMIND
from app.tasks import TASKS


async def test_it_is_enqueued(worker_app: FastAPI) -> None:
    await enqueue(worker_app.state.settings)

    [(_, fields)] = await worker_app.state.redis.xrange(worker_app.state.tasks.stream)
    assert REMIND.name in str(fields)
    assert TASKS == (REMIND,)
'''


def filled(module: str) -> str:
    """The module with rows that are looked for."""
    query = 'await session.execute(text("SELECT :day"), {"day": payload.day.isoformat()})'
    imported = "from pydantic import BaseModel\n"
    assert module.count("        ...\n") == module.count(imported) == 1
    with_query = module.replace("        ...\n", f"        {query}\n")
    return with_query.replace(imported, f"{imported}from sqlalchemy import text\n")


def test_a_command_enqueues_what_is_due(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("tasks",))
    page = (project / "docs/tasks.md").read_text()
    shown = page[page.index("## Every day") :]
    task, command = re.findall(r"^```python\n(.*?)^```$", shown, re.MULTILINE | re.DOTALL)
    (project / "src/app/reminders.py").write_text(filled(task))
    (project / "src/app/remind.py").write_text(command)
    tasks = project / "src/app/tasks.py"
    named = tasks.read_text().replace("] = ()", "] = (REMIND,)")
    tasks.write_text(
        named.replace("import Task\n", "import Task\nfrom app.reminders import REMIND\n")
    )
    (project / "tests/integration/test_reminders.py").write_text(TEST)
    tools = Tools(project)

    tools.check_style()
    tools.check_types()
    tools.test("tests/integration/test_reminders.py")
    with pytest.raises(AssertionError, match="Nobody is reminded: REDIS_URL is empty"):
        tools.run("python", "-m", "app.remind")
