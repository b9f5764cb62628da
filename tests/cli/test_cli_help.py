"""What help says, and what it costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fastscaffold.cli.catalogue import COMMANDS

GOLDEN = Path(__file__).parent / "help"
HEAVY = {
    "copier",
    "jinja2",
    "libcst",
    "prompt_toolkit",
    "pydantic",
    "questionary",
    "rich",
    "ruamel",
    "tomlkit",
    "yaml",
}


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_text(run, request, command):
    outcome = run(*command.split(), "--help")
    assert outcome.code == 0
    path = GOLDEN / f"{command or 'fastscaffold'}.txt"
    if request.config.getoption("--rewrite-golden"):
        path.write_text(outcome.out, encoding="utf-8")
    assert outcome.out == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_short_flag(run, command):
    assert run(*command.split(), "-h") == run(*command.split(), "--help")


@pytest.mark.parametrize("command", COMMANDS)
def test_summary_is_the_first_sentence_of_the_command(run, command):
    text = " ".join(run(command, "--help").out.split())
    assert f"] {COMMANDS[command].summary}" in text or f" {COMMANDS[command].summary}" in text
    assert " ".join(COMMANDS[command].example.split()) in text


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["new", "--help"]])
def test_imports_nothing_that_is_expensive(arguments):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "fastscaffold", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert "typer" in imported
    assert not imported & HEAVY


def test_help_imports_no_command():
    code = (
        "import sys\n"
        "from fastscaffold.__main__ import main\n"
        "main(['--help'])\n"
        "print([name for name in sys.modules if name.startswith('fastscaffold.')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = done.stdout.splitlines()[-1]
    assert "fastscaffold.cli.app" in modules
    assert not any(f"fastscaffold.cli.{entry.module}'" in modules for entry in COMMANDS.values())
    assert not any(f"fastscaffold.{way}'" in modules for way in ("pipeline", "queries"))
