"""What `.env` holds is shown by no command, whatever it prints."""

from __future__ import annotations

import json
import subprocess

import pytest
from support import projects

from fastscaffold.__main__ import main

# The last is as a key in several lines ends, and has no line end of its own.
PASSWORD, KEY_LINE, OLD, TAIL = "hunter2-pass", "MIIEvQIBADANBgkq", "old-password-1", "ZYtail=="
MINE = f"""\
DATABASE_URL=postgresql://shop:{PASSWORD}@db/shop
# the password before: {OLD}
export SIGNING_KEY="-----BEGIN PRIVATE KEY-----
{KEY_LINE}
{TAIL}"""


@pytest.fixture
def project(tmp_path):
    project = projects.new(tmp_path, profile="minimal")
    env = project / ".env"
    env.write_text(env.read_text() + MINE)
    return project


def generated(project) -> list[str]:
    """The secrets that the tool made, out of a `.env`."""
    lines = (project / ".env").read_text().splitlines()
    values = [line.partition("=")[2] for line in lines if "SECRET" in line.partition("=")[0]]
    return [value for value in values if value]


@pytest.mark.parametrize("flags", [["--dry-run"], ["--check"], ["--dry-run", "--json"], []])
def test_adding_a_capability_shows_no_secret(project, capsys, flags):
    before = generated(project)

    main(["add", "auth", "--no-input", "--project", str(project), *flags])

    shown = "".join(capsys.readouterr())
    main(["add", "auth", "--no-input", "--project", str(project)])
    secrets = generated(project)
    assert len(secrets) > len(before) >= 1
    for secret in (*secrets, PASSWORD, KEY_LINE, OLD, TAIL):
        assert secret not in shown
    if "--json" in flags:
        assert {"action": "edit", "path": ".env"} in json.loads(shown)["actions"]
    elif flags:
        assert "+JWT_SECRET=…\n" in shown


def test_a_new_project_shows_no_secret(tmp_path, capsys):
    main(["new", "api", "--dry-run", "--dest", str(tmp_path), "--no-input", "--verify", "none"])

    shown = capsys.readouterr().out
    assert ".env, whose values are not shown:\n" in shown
    assert "\n  +SECRET_KEY=…\n" in shown


def test_what_is_shown_is_not_applied(project, capsys):
    env = project / ".env"
    before = env.read_bytes()
    main(["add", "auth", "--dry-run", "--no-input", "--project", str(project)])
    patch = capsys.readouterr().out

    subprocess.run(["git", "apply", "-"], cwd=project, input=patch, text=True, check=True)

    assert env.read_bytes() == before
    assert "JWT_SECRET" in (project / ".env.example").read_text()
