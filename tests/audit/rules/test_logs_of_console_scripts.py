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
