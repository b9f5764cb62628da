"""The requests that docs/auth.md shows, typed into a shell beside a project that serves."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess

import httpx2
import pytest
from support import projects
from support.serving import migrated, ready, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.any_python,
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed"),
]


@pytest.fixture
def served(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("auth",))
    shutil.copy(project / ".env.example", project / ".env")
    environment = {
        **os.environ,
        "SECRET_KEY": projects.SECRET_KEY,
        "JWT_SECRET": projects.SECRET_KEY,
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/logins.db",
        "PYTHONPATH": "src",
    }
    migrated(project, environment)

    async def wait(url):
        async with httpx2.AsyncClient(base_url=url) as client:
            await ready(client)

    with serving(project, environment, tmp_path / "server.log") as (_, url):
        asyncio.run(wait(url))
        yield project, url


def test_the_commands_of_the_documentation_register_log_in_and_call_an_endpoint(served):
    project, url = served
    page = (project / "docs/auth.md").read_text()
    shown = re.search(r"## From a shell.*?```console\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    script = shown[1].replace("http://127.0.0.1:8000", url)
    assert script != shown[1]

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script.replace("curl ", "curl --silent --show-error ")],
        capture_output=True,
        text=True,
        env={**os.environ, "NO_PROXY": "*"},
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    registered, called = map(json.loads, done.stdout.replace("}{", "}\n{").splitlines())
    assert registered["email"] == "ada@example.com"
    assert called == registered
