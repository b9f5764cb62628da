from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.commands_from_requests import RULE

HEAD = """import asyncio, os, shlex, subprocess, sys
from enum import Enum
from typing import Annotated
from fastapi import BackgroundTasks, Body, Depends, FastAPI, Query, Request, UploadFile, WebSocket
from pydantic import BaseModel, Field, field_validator
class Kind(Enum):
    A = "a"
class Job(BaseModel):
    name: str = Field(default="job", max_length=9)
    size: int
    code: str = Field(pattern="^[a-z]+$")
    checked: str
    @field_validator("checked")
    def letters(cls, value): return value
NAMES = {"a": "/bin/a"}
TOOL = "convert"
app = FastAPI()
"""
GET = "@app.get('/')\n"


@pytest.mark.parametrize(
    "source",
    [
        "def f(q: str): os.system(f'ls {q}')",
        "def f(q): os.system('ls ' + q)",
        "def f(q: str | None = None): os.popen('ls %s' % q)",
        "def f(q: Annotated[str, Query()]): subprocess.run('ls {}'.format(q), shell=True)",
        "async def f(q: str): await asyncio.create_subprocess_shell(q)",
        "def f(j: Job): subprocess.check_output(f'run {j.name}', shell=True)",
        "def f(q: list[str]): subprocess.call(' '.join(['ls', *q]), shell=True)",
        "def f(q: list[str]): subprocess.call(' '.join(f'-{x}' for x in q), shell=True)",
        "async def f(r: Request): os.system((await r.json())['command'])",
        "def f(r: Request): os.system('ls ' + r.headers.get('x', ''))",
        "def f(file: UploadFile): os.system(f'convert {file.filename}')",
        "def f(q: str): subprocess.run(['bash', '-c', f'ls {q}'])",
        "def f(q: str): subprocess.run([sys.executable, '-c', q])",
        "def f(q: str): subprocess.run([q, '--version'])",
        "def f(q: str): subprocess.run(q.split())",
        "def f(q: str): subprocess.run(shlex.split(q))",
        "async def f(q: str): await asyncio.create_subprocess_exec(q, '-l')",
        "async def f(q: str): await asyncio.to_thread(os.system, f'ls {q}')",
        "def f(q: str, tasks: BackgroundTasks): tasks.add_task(subprocess.run, q, shell=True)",
        "def f(q: Annotated[dict, Body()]): os.system(q['command'])",
    ],
)
def test_it_finds(source):
    assert lines(RULE, f"{HEAD}{GET}{source}\n") == [19]


@pytest.mark.parametrize(
    "source",
    [
        "def f(q: int): os.system(f'ls {q}')",
        "def f(k: Kind): os.system(f'ls {k.value}')",
        "def f(j: Job): os.system(f'ls {j.size} {j.code} {j.checked}')",
        "def f(q: str): os.system(f'ls {int(q)} {len(q)} {q:d}')",
        "def f(q: str): os.system(f'ls {shlex.quote(q)}')",
        "def f(q: list[str]): os.system('ls ' + ' '.join(shlex.quote(x) for x in q))",
        "def f(q: list[str]): os.system(shlex.join(['ls', *q]))",
        "def f(q: str): subprocess.run(['ls', q])",
        "def f(q: list[str]): subprocess.run(['ls', *q])",
        "def f(q: list[str]): subprocess.run(['ls'] + q)",
        "def f(q: str): subprocess.run(f'ls {q}'.split())",
        "def f(q: str): subprocess.run(['bash', 'job.sh', q])",
        "def f(q: str): subprocess.run(['grep', '-e', q])",
        "async def f(q: str): await asyncio.create_subprocess_exec(TOOL, q)",
        "def f(q: str): os.system(NAMES[q])",
        "def f(q: str): os.system(NAMES.get(q, 'ls'))",
        "def f(r: Request): os.system(f'ls {r.app.state.folder} {r.state.user} {r.client.host}')",
        "def f(q: Annotated[str, Query(pattern='^[a-z]+$')]): os.system(f'ls {q}')",
        "def f(file: UploadFile): os.system(f'ulimit {file.size}')",
        "def f(q: str): os.system(unknown(q))",
        "def f(q: str): q = quote(q); os.system(f'ls {q}')",
        "def f(q: str, out=Depends(lambda: 'x')): os.system(f'ls {out}')",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, f"{HEAD}{GET}{source}\n") == []


@pytest.mark.parametrize(
    "source",
    [
        # What is called is not what a client asks for.
        "def f(q: str): os.system(f'ls {q}')",
        "def main(): os.system('ls ' + sys.argv[1])",
        "def get_folder(path: str = '/srv'): return path\ndef f(): os.system(get_folder())",
        (
            "def folder(name: str):\n    def inner(): return os.system(f'ls {name}')\n    return inner\n"
            "@app.get('/', dependencies=[Depends(folder('/srv'))])\ndef f(): ..."
        ),
        (
            "class Shell:\n    def run(self, command: str): os.system(command)\n"
            "@app.get('/')\ndef f(q: str, shell: Annotated[Shell, Depends()]):\n"
            "    if q not in NAMES:\n        raise ValueError(q)\n    shell.run(q)"
        ),
        # Each call has its own arguments.
        (
            "def made(q): return f'ls {q}'\n"
            "@app.get('/')\ndef f(q: str):\n    os.system(made('/srv'))\n    return made(q)"
        ),
        "def clean(q): return q\n@app.get('/')\ndef f(q: str): os.system(clean(q))",
    ],
)
def test_it_is_certain(source):
    assert lines(RULE, f"{HEAD}{source}\n") == []


def test_names_that_change_on_the_way():
    grown = "def f(q: str):\n    c = 'ls'\n    c += f' {q}'\n    os.system(c)\n"
    assert lines(RULE, f"{HEAD}{GET}{grown}") == [22]
    anew = "def f(q: str):\n    q = q.strip()\n    os.system(f'ls {q}')\n"
    assert lines(RULE, f"{HEAD}{GET}{anew}") == [21]
    listed = "def f(q: str):\n    c = ['ls']\n    c.append(q)\n    subprocess.run(c)\n"
    assert lines(RULE, f"{HEAD}{GET}{listed}") == []
    looped = "def f(q: list[str]):\n    for each in q:\n        os.system(f'ls {each}')\n"
    assert lines(RULE, f"{HEAD}{GET}{looped}") == [21]


def test_a_helper_that_makes_the_command():
    source = "def made(q): return f'ls {q}'\n@app.get('/')\ndef f(q: str): os.system(made(q))\n"
    (found,) = findings(RULE, HEAD + source)
    assert (found.line, found.symbol) == (20, "app.main.f")
    assert found.message == "`q` of a request becomes part of a command."


def test_a_service_that_runs_it_in_another_module():
    files = {
        "app/service.py": (
            "import subprocess\n"
            "class Images:\n"
            "    def __init__(self, folder: str): self.folder = folder\n"
            "    def convert(self, name: str) -> None:\n"
            "        subprocess.check_call(f'convert {self.folder}/{name}', shell=True)\n"
        ),
        "app/main.py": (
            "from typing import Annotated\n"
            "from fastapi import Depends, FastAPI\n"
            "from app.service import Images\n"
            "app = FastAPI()\n"
            "def images() -> Images: return Images('/srv')\n"
            "@app.post('/{name}')\n"
            "def f(name: str, service: Annotated[Images, Depends(images)]): service.convert(name)\n"
        ),
    }
    (found,) = findings(RULE, files)
    assert (found.path, found.line) == ("app/service.py", 5)


def test_what_a_dependency_takes_of_a_request():
    source = "def folder(path: str = '/srv'): return path\n"
    endpoint = "@app.get('/')\ndef f(at: Annotated[str, Depends(folder)]): os.system(f'ls {at}')\n"
    assert lines(RULE, HEAD + source + endpoint) == [20]


def test_a_class_that_a_request_fills_in():
    source = "class Filters(BaseModel):\n    name: str\n"
    endpoint = "@app.get('/')\ndef f(s: Filters = Depends()): os.system(f'ls {s.name}')\n"
    assert lines(RULE, HEAD + source + endpoint) == [21]


def test_a_message_of_a_websocket():
    source = "@app.websocket('/')\nasync def f(socket: WebSocket):\n    os.system(await socket.receive_text())\n"
    assert lines(RULE, HEAD + source) == [20]


def test_names_that_lead_to_each_other_end():
    source = (
        "def one(q): return f'{two(q)}'\ndef two(q): return one(q) + one(q)\n"
        "@app.get('/')\ndef f(q: str):\n    x = f'{x}{x}'\n    os.system(one(q) + x)\n"
    )
    assert lines(RULE, HEAD + source) == []


def test_long_sums_are_read():
    source = f"@app.get('/')\ndef f(q: str): os.system({' + '.join(['TOOL'] * 150)} + q)\n"
    assert lines(RULE, HEAD + source) == [19]


@pytest.mark.parametrize(
    "source",
    [
        "def f(q: str): run(['ls', q])",
        "def f(q: str): run(('ls', q))",
        "def f(q: str): subprocess.run(['node', 'build.js', '-e', q])",
        "def f(q: str): subprocess.run([sys.executable, 'script.py', '-c', q])",
        "def f(q: str):\n    if set(q) - set('abc'): raise ValueError\n    os.system(f'ls {q}')",
    ],
)
def test_wrappers_scripts_and_what_is_refused_are_left_alone(source):
    wrapper = "def run(command): return subprocess.run(command)\n"
    assert lines(RULE, f"{HEAD}{wrapper}{GET}{source}\n") == []


def test_a_wrapper_is_looked_through():
    wrapper = "def run(command): return subprocess.run(command)\n"
    source = "def f(q: str): run([q, 'x'])\n"
    assert lines(RULE, f"{HEAD}{wrapper}{GET}{source}") != []
