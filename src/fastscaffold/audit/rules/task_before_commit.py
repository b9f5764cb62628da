"""Tasks that run before what they are about is stored."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.commits import late_commits
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import dotted
from fastscaffold.audit.rules.base import Hit, Rule, hit, hit_call
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

# What hands a task to another process: Celery, arq, RQ, dramatiq, TaskIQ, Huey.
_QUEUES = frozenset(
    {
        "apply_async",
        "delay",
        "enqueue",
        "enqueue_job",
        "kiq",
        "schedule_by_time",
        "send",
        "send_task",
    }
)
# Names that other libraries have as well, of whose receivers something has to be known.
_VAGUE = frozenset({"send"})


def check(facts: Facts) -> Iterator[Hit]:
    """Tasks that are handed over, and behind them a commit; each is accepted by itself."""
    for module in facts.production:
        for function in module.functions.values():
            for node in _before_commit(facts, function):
                message = "The task is handed over before the commit."
                yield hit(module, node, message, function.symbol)
    late = {each.function for each in late_commits(facts)}
    seen: set[Function] = set()
    for route in facts.routes:
        is_late = any(
            function in late for each in route.dependencies for function in each.functions
        )
        if not is_late or route.function in seen:
            continue
        seen.add(route.function)
        for call in route.function.calls:
            if isinstance(call.node.func, ast.Attribute) and call.node.func.attr == "add_task":
                yield hit_call(call, "The task runs before the session of the request commits.")


def _before_commit(facts: Facts, function: Function) -> list[ast.Call]:
    """The tasks that are handed over while something waits to be committed."""
    tasks: list[ast.Call] = []
    for node in inside(function.node, ast.Call):
        if not isinstance(node.func, ast.Attribute):
            continue
        name = node.func.attr
        if name == "commit":
            return tasks
        if name in _QUEUES and _is_queue(facts, node, function):
            tasks.append(node)
    return []


def _is_queue(facts: Facts, node: ast.Call, function: Function) -> bool:
    called = node.func
    if not isinstance(called, ast.Attribute) or called.attr not in _VAGUE:
        return True
    target = facts.index.function_of(called.value, function)
    if target is None:
        return False
    return any("actor" in (dotted(each) or ast.dump(each)) for each in target.node.decorator_list)


RULE = Rule(
    id="BG002",
    name="task-before-commit",
    severity=Severity.P2,
    topic="operations",
    seed="Celery, tasks and database transactions: commit before the task is called",
    what="A task that is handed to a queue (`delay`, `apply_async`, `enqueue`, `kiq`) while the"
    " same function commits behind it for the first time; and `add_task` in an endpoint whose"
    " session is committed after the response. Each such call is a finding. Tasks behind the"
    " commit, and between two, are left alone.",
    why="The worker may be faster than the commit and find nothing; and where the commit fails, the"
    " mail is sent all the same.",
    bad={
        "app/orders.py": """from app.tasks import send_mail


async def create(session, order) -> None:
    session.add(order)
    send_mail.delay(order.id)
    await session.commit()
""",
        "app/tasks.py": "send_mail = None\n",
    },
    good={
        "app/orders.py": """from app.tasks import send_mail


async def create(session, order) -> None:
    session.add(order)
    await session.commit()
    send_mail.delay(order.id)
""",
        "app/tasks.py": "send_mail = None\n",
    },
    fix="Commit first, or store the task in the same transaction.",
    check=check,
    formerly=("X019",),
)
