"""The command as a process: streams that close, and terminals that know few characters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FAKE = [sys.executable, str(Path(__file__).with_name("fake_command.py"))]


@pytest.fixture
def environment(tmp_path):
    return {**os.environ, "FAKE_LOG": str(tmp_path / "log")}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["add", "cors"], 0),
        (["add", "cors", "--dry-run"], 0),
        (["add", "cors", "--json"], 0),
        (["add"], 2),
        (["add", "--json"], 2),
    ],
)
def test_a_reader_that_has_gone_changes_nothing(environment, arguments, code):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*FAKE, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=subprocess.PIPE,
        env=environment,
        check=False,
    )
    os.close(writer)
    assert done.returncode == code
    assert b"Broken" not in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_encoding_of_the_terminal(environment, tmp_path, encoding):
    done = subprocess.run(
        [*FAKE, "add-feature", "--spec", str(tmp_path / "漢字.yaml")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**environment, "PYTHONIOENCODING": encoding},
        check=False,
    )
    assert done.returncode == 2
    assert "漢字".encode(encoding, errors="backslashreplace") in done.stderr


def test_json_is_ascii(environment, tmp_path):
    done = subprocess.run(
        [*FAKE, "add-feature", "--json", "--spec", str(tmp_path / "漢字.yaml")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**environment, "PYTHONIOENCODING": "cp1252"},
        check=False,
    )
    assert json.loads(done.stdout.decode("ascii"))["issues"][0]["path"].endswith("漢字.yaml")
    assert done.stderr == b""


def test_closed_standard_input_asks_nothing(environment):
    done = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", *FAKE, "new"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 2
    assert b"give NAME" in done.stderr


def test_a_broken_installation_is_reported_without_traceback(tmp_path):
    (tmp_path / "typer.py").write_text("raise RuntimeError('broken')")
    code = "from fastscaffold.__main__ import main; raise SystemExit(main(['list']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 1
    assert b"internal error: RuntimeError('broken')" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("arguments", ["add cors", "add --json", "list"])
def test_closed_streams_change_nothing(environment, arguments, closed):
    command = f'"$0" "$1" {arguments} {closed}'
    done = subprocess.run(
        ["sh", "-c", command, *FAKE], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == (2 if arguments == "add --json" else 0), done.stderr
    assert "internal" not in done.stderr
