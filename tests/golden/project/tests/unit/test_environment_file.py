"""``make .env`` makes all of the file, or nothing: what is there is taken for whole."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import PROJECT_ROOT

MAKE = shutil.which("make") or ""

pytestmark = pytest.mark.skipif(not MAKE, reason="needs make")


def make(directory: Path, python: str) -> int:
    for name in ("Makefile", ".env.example"):
        shutil.copy(PROJECT_ROOT / name, directory)
    return subprocess.run(  # noqa: S603 # words of our own
        [MAKE, "--silent", ".env", f"PYTHON={python}"], cwd=directory, check=False
    ).returncode


def test_it_has_secrets_of_its_own_that_nobody_else_reads(tmp_path: Path) -> None:
    assert make(tmp_path, sys.executable) == 0

    file = tmp_path / ".env"
    lines = file.read_text().splitlines()
    (secret,) = (line for line in lines if line.startswith("SECRET_KEY="))
    assert len(secret) > len("SECRET_KEY=") + 32
    assert len(lines) == len((tmp_path / ".env.example").read_text().splitlines())
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("python", ["no-such-interpreter", "false"])
def test_one_that_fails_leaves_nothing(tmp_path: Path, python: str) -> None:
    assert make(tmp_path, python) > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [".env.example", "Makefile"]
