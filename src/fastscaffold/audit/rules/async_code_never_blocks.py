"""Coroutines that stop the whole process while they wait."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Rewrite, UncertainError, makes
from fastscaffold.audit.cures.imported import module_for
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import called_name
from fastscaffold.audit.rules.base import Hit, Rule, hit_call
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Function

_BLOCKING = frozenset(
    {
        "httpx.delete", "httpx.get", "httpx.patch", "httpx.post", "httpx.put", "httpx.request",
        "os.popen", "os.system", "os.waitpid", "psycopg2.connect", "requests.delete",
        "requests.get",
        "requests.head", "requests.patch", "requests.post", "requests.put", "requests.request",
        "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.run",
        "time.sleep", "urllib.request.urlopen",
    }
)  # fmt: skip
_RECEIVERS = ("httpx.Client", "requests.Session", "requests.sessions.Session")
_SESSIONS = frozenset(
    {"sqlalchemy.orm.Session", "sqlalchemy.orm.session.Session", "sqlmodel.Session"}
)
_STATEMENTS = frozenset({"commit", "exec", "execute", "flush", "get", "query", "refresh", "scalar"})
_SENDING = frozenset({"delete", "get", "patch", "post", "put", "request", "send"})

# Of a client of boto3, what asks no service.
_LOCAL = frozenset(
    {"can_paginate", "close", "generate_presigned_post", "generate_presigned_url"}
    | {"get_paginator", "get_waiter"}
)
_OF_STRIPE = re.compile(
    r"stripe\.(?:\w+\.)*[A-Z]\w*\.(?:cancel|capture|confirm|create|delete|list|modify|pay|retrieve"
    r"|search|update)(?:_\w+)?(?<!_async)"
)


def check(facts: Facts) -> Iterator[Hit]:
    """Blocking calls in the body of a coroutine, each of which is mended and accepted by itself."""
    for module in facts.production:
        for function in module.functions.values():
            if not function.is_async:
                continue
            deferred = _deferred(function)
            for call in function.calls:
                name = None if call.awaited else _blocks(facts, call)
                if name is not None and id(call.node) not in deferred:
                    yield hit_call(call, f"`{name}` blocks the event loop.")


def _blocks(facts: Facts, call: Call) -> str | None:
    origin = facts.index.origin(call)
    if origin in _BLOCKING:
        return origin
    owner, _, method = origin.rpartition(".")
    if owner in _RECEIVERS and method in _SENDING:
        return origin
    if owner == "boto3.client" and method not in _LOCAL:
        return origin
    if _OF_STRIPE.fullmatch(origin):
        return origin
    return origin if owner in _SESSIONS and method in _STATEMENTS else None


def _deferred(function: Function) -> set[int]:
    """What stands in a lambda, which somebody else calls, such as a thread."""
    return {
        id(inner)
        for node in walk(function.node)
        if isinstance(node, ast.Lambda)
        for inner in walk(node)
    }


def cure(facts: Facts, found: Hit) -> Remedy:
    """Sleep without blocking: the one call that has an exact counterpart."""
    call = next(
        each
        for module in facts.production
        if module.path == found.place.path
        for each in module.calls
        if each.node is found.node
    )
    if facts.index.origin(call) != "time.sleep":
        raise UncertainError("What to await instead depends on what is done with it.")
    if call.function is None or not _is_of_coroutine(call.function, call.node):
        raise UncertainError("It stands where nothing can be awaited.")
    name, modules = module_for(call.module, "asyncio")
    make = makes.awaited(f"{name}.sleep")
    freed = called_name(call.node).partition(".")[0]
    return Remedy((Rewrite(call.module.path, call.node, make, modules=modules, freed=(freed,)),))


def _is_of_coroutine(function: Function, node: ast.Call) -> bool:
    """Whether it is awaited where it stands: not in a comprehension, which may run elsewhere."""
    return not any(
        isinstance(each, ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.DictComp)
        and any(inner is node for inner in walk(each))
        for each in walk(function.node)
    )


_TOP = "import asyncio\nimport time\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n"

RULE = Rule(
    id="ARCH007",
    name="async-code-never-blocks",
    severity=Severity.P1,
    topic="performance",
    seed="Architecture rule 7: async by default; mistake 1: sync database calls in async endpoints",
    what="Coroutines that call what blocks: `requests`, `time.sleep`, `subprocess.run`, a sync"
    " client of httpx, a sync session of SQLAlchemy, a client of boto3, Stripe. Each such call is a"
    " finding. Plain functions run in threads and are left alone, and so is what a coroutine hands"
    " to a thread.",
    why="While it waits no other request of the process is served, be it the health check.",
    bad={
        "app/main.py": f'{_TOP}@app.get("/")\nasync def read() -> int:\n'
        "    time.sleep(1)\n    return 1\n"
    },
    good={
        "app/main.py": f'{_TOP}@app.get("/")\nasync def read() -> int:\n'
        "    await asyncio.sleep(1)\n    await asyncio.to_thread(time.sleep, 1)\n    return 1\n"
    },
    fix="Await an asynchronous library, hand it to `run_in_threadpool`, or make the route a `def`.",
    check=check,
    cure=Cure(
        "Writes `await asyncio.sleep(...)` for `time.sleep(...)`; what else blocks needs a library"
        " or a thread, and is left alone.",
        cure,
    ),
)
