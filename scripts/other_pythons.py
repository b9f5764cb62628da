"""Runs the tests under every other supported CPython that is installed, with options of pytest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
ROOT = Path(__file__).resolve().parent.parent


def interpreters() -> dict[str, str]:
    """Version to executable of the other supported interpreters that start."""
    found: dict[str, str] = {}
    for version in SUPPORTED:
        if version == f"{sys.version_info.major}.{sys.version_info.minor}":
            continue
        pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
        candidates = [
            shutil.which(f"python{version}"),
            *(str(path) for path in sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True)),
        ]
        for candidate in candidates:
            if candidate is not None and _version(candidate) == version:
                found[version] = candidate
                break
    return found


def _version(executable: str) -> str | None:
    # A pyenv shim exists for versions that are not chosen, and fails when it is run.
    code = "import sys; print(*sys.version_info[:2], sep='.')"
    done = subprocess.run([executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def main() -> None:
    """Make an environment for each interpreter and run the tests in it; stop at a failure."""
    found = interpreters()
    for version, executable in found.items():
        print(f"== Python {version}", flush=True)
        venv = ROOT / ".cache" / f"venv-{version}"
        python = str(venv / "bin" / "python")
        pip = [python, "-m", "pip", "install", "--quiet"]
        if not (venv / ".ready").exists():
            subprocess.run([executable, "-m", "venv", str(venv)], check=True)
            subprocess.run([*pip, "--upgrade", "pip"], check=True)
        groups = ["--group", "dev", "--group", "generated"]
        subprocess.run([*pip, "--editable", ".", *groups], cwd=ROOT, check=True)
        (venv / ".ready").touch()
        marks = "not (slow or wide or any_python) or every_python"
        command = [python, "-m", "pytest", "-q", "-m", marks, *sys.argv[1:]]
        if version != max(found, key=SUPPORTED.index):
            # What audits read is Python's grammar, and that of the newest has all of it.
            command += ["--ignore", "tests/audit"]
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode != 0:
            sys.exit(done.returncode)


if __name__ == "__main__":
    main()
