"""What is printed by functions that an installed project is called by from a terminal."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.rules.logs_structured import RULE

APP = """from fastapi import FastAPI
app = FastAPI()


def start():
    def report():
        print("made")

    report()
    _tell("done")


def _tell(what):
    print(what)


@app.get("/")
def read():
    print("read")
"""


def _printed(files: dict[str, str]) -> list[int]:
    found = RULE.findings(facts({"shop/__init__.py": APP, **files}))
    return sorted(each.line for each in found if each.message.startswith("This is printed"))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", '[project.scripts]\nshop-start = "shop:start"\n'),
        ("pyproject.toml", '[project.gui-scripts]\nshop-start = "shop:start"\n'),
        ("pyproject.toml", '[tool.poetry.scripts]\nstart = "shop:start"\n'),
        ("pyproject.toml", '[tool.poetry.scripts]\nstart = { callable = "shop:start" }\n'),
        ("setup.cfg", "[options.entry_points]\nconsole_scripts =\n    start = shop:start\n"),
        (
            "setup.py",
            "import setuptools\nsetuptools.setup(entry_points={'console_scripts': ['a = shop:start']})",
        ),
    ],
)
def test_what_a_console_script_prints_is_read_by_whoever_runs_it(path, text):
    assert _printed({path: text}) == [19]


SCRIPTS = '[project.scripts]\nstart = "shop:start"\n'
WORKER = '[project]\nname = "shop"\n[project.scripts]\nshop-worker = "shop:start"\n'
IMAGE = "FROM python:3.13\nRUN pip install .\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Dockerfile", f'{IMAGE}CMD ["shop-worker"]\n'),
        ("Dockerfile", f'{IMAGE}ENTRYPOINT ["tini", "--", "/app/.venv/bin/shop-worker", "-v"]\n'),
        ("Dockerfile", f"{IMAGE}CMD uv run --no-sync shop-worker\n"),
        ("compose.yaml", "services:\n  jobs:\n    build: .\n    command: shop-worker --all\n"),
        ("compose.yml", "services:\n  jobs:\n    build: .\n    command:\n      - shop-worker\n"),
        ("Procfile", "jobs: shop-worker\n"),
    ],
)
def test_what_a_deployment_starts_logs(path, text):
    assert _printed({"pyproject.toml": WORKER, path: text}) == [7, 14, 19]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Dockerfile", f"{IMAGE}RUN pip install shop-worker\nCMD uvicorn shop:app\n"),
        ("compose.yml", "services:\n  shop-worker:\n    image: shop-worker\n"),
        ("Procfile", "web: uvicorn shop:app\nrelease: shop-worker\n"),
        (".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - run: shop-worker\n"),
    ],
)
def test_what_it_only_names_or_runs_once_does_not(path, text):
    assert _printed({"pyproject.toml": WORKER, path: text}) == [19]


def test_what_is_called_by_steps_of_a_script_alone_is_of_it():
    steps = "".join(f"def s{n}():\n    print({n})\n    s{n + 1}()\n\n" for n in range(9))
    text = f"{APP}\n\ndef s9():\n    print('last')\n\n{steps}"
    more = {"shop/__init__.py": text.replace('_tell("done")', "s0()"), "pyproject.toml": SCRIPTS}
    assert _printed(more) == [14, 19]


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        ({}, [7, 14, 19]),
        # It is an application, and none of its functions.
        ({"pyproject.toml": '[project.scripts]\nstart = "shop:app"\n'}, [7, 14, 19]),
        # What starts a server prints among its logs.
        (
            {
                "pyproject.toml": SCRIPTS,
                "shop/__init__.py": "import uvicorn\n" + APP.replace('_tell("', 'uvicorn.run("'),
            },
            [8, 15, 20],
        ),
        # A route calls it, too.
        (
            {
                "pyproject.toml": SCRIPTS,
                "shop/__init__.py": APP.replace('    print("read")', '    _tell("read")'),
            },
            [14],
        ),
    ],
)
def test_what_else_prints_is_found(files, lines):
    assert _printed(files) == lines


WORK = """def work(): {body}
def tell(text):
    print(text)
"""
COMMANDS = """import typer
from shop.jobs import work
app = typer.Typer()
@app.command("work")
def command():
    work()
"""


@pytest.mark.parametrize(
    ("body", "commands", "found"),
    [
        ("print('made'); tell('made')", COMMANDS, []),
        (
            "tell('made')",
            COMMANDS.replace("typer.Typer", "click.group").replace("typer", "click"),
            [],
        ),
        ("tell('made')", COMMANDS.replace('@app.command("work")', "@app.task"), [3]),
        # Nobody stays to read it.
        ("\n    while True: tell('made')\n", COMMANDS, [5]),
    ],
)
def test_what_a_command_of_a_library_runs_is_read_by_whoever_does(body, commands, found):
    files = {
        "shop/main.py": "from fastapi import FastAPI\nfrom shop.tasks import app as tasks\napp = FastAPI()\n",
        "shop/jobs.py": WORK.replace("{body}", body),
        "shop/tasks.py": commands,
    }
    told = RULE.findings(facts(files))
    assert sorted(each.line for each in told if each.path == "shop/jobs.py") == found


def test_what_a_route_runs_as_well_is_printed():
    main = """from fastapi import FastAPI
from shop.jobs import work
from shop.tasks import app as tasks
app = FastAPI()
@app.post("/work")
def start() -> None:
    work()
"""
    jobs = WORK.replace("{body}", "tell('made')")
    files = {"shop/main.py": main, "shop/jobs.py": jobs, "shop/tasks.py": COMMANDS}
    told = RULE.findings(facts(files))
    assert [each.line for each in told if each.path == "shop/jobs.py"] == [3]
